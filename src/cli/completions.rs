use clap::Args;

/// Print a script that completes chatgen's arguments in a shell
#[derive(Debug, Args)]
#[command(after_help = COMPLETIONS_EXAMPLES)]
pub struct Completions {
    pub shell: clap_complete::Shell,
}

const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  chatgen completions bash > ~/.local/share/bash-completion/completions/chatgen
  chatgen completions zsh > ~/.zfunc/_chatgen
  chatgen completions fish > ~/.config/fish/completions/chatgen.fish";
