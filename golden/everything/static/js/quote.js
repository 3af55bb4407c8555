// A message in a few words, for a question about it or a reply to it.

const LONGEST = 200;
const LINES = 5;

// What is laid out in blocks, lines and cells, as lines of text.
export function quote(element) {
  const lines = element.innerText.split("\n").map((line) => line.trim().replaceAll(/\s*\t\s*/g, " · "));
  const said = lines.filter(Boolean);
  const text = said.slice(0, LINES).join("\n");
  const characters = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
  if (characters.length <= LONGEST) return said.length > LINES ? `${text} …` : text;
  const cut = characters.slice(0, LONGEST).join("");
  // Between words, unless they are too long for it.
  const end = cut.search(/\s\S*$/);
  return `${end > LONGEST / 2 ? cut.slice(0, end) : cut}…`;
}

// A message in one line; of a deleted one, that it is.
export function excerpt(article) {
  const body = article.querySelector("[data-body]");
  return body ? quote(body).replaceAll("\n", " ") : article.querySelector(".message-gone").textContent;
}
