// Does something a little later, once for all that asked meanwhile. How much later is left to chance, so that a change that
// many pages hear of does not bring all of them at once.

export function soon(task, longest = 500) {
  let timer = null;
  let running = false;
  let again = false;

  async function run() {
    timer = null;
    again = true;
    if (running) return;
    running = true;
    try {
      while (again) {
        again = false;
        await task();
      }
    } catch {
      // The next change, or the next connection, tries again.
    } finally {
      running = false;
    }
  }

  return () => (timer ??= setTimeout(run, Math.random() * longest));
}
