//! Plurals and articles, as far as names of models need them. A schema's `plural` says what these rules do not know.

use super::listed;

/// Words that are their own plural.
const SAME: &str = "
    aircraft bison chassis cod data deer equipment feedback fish furniture gallows headquarters homework information
    knowledge luggage means metadata money moose music news offspring police research rice salmon series sheep
    software species staff swine traffic trout weather
";

/// Plurals that only lose their `s`, though they look otherwise.
const ENDING_IN_E: &str = "
    aches avalanches brownies caches calories causes clauses cookies excuses headaches houses movies niches pauses
    pies selfies ties uses warehouses zombies
";

/// Words with a plural of their own.
const IRREGULAR: &[(&str, &str)] = &[
    ("alumnus", "alumni"),
    ("analysis", "analyses"),
    ("appendix", "appendices"),
    ("axis", "axes"),
    ("bacterium", "bacteria"),
    ("basis", "bases"),
    ("buffalo", "buffaloes"),
    ("cactus", "cacti"),
    ("calf", "calves"),
    ("child", "children"),
    ("crisis", "crises"),
    ("criterion", "criteria"),
    ("curriculum", "curricula"),
    ("diagnosis", "diagnoses"),
    ("die", "dice"),
    ("echo", "echoes"),
    ("elf", "elves"),
    ("ellipsis", "ellipses"),
    ("emphasis", "emphases"),
    ("foot", "feet"),
    ("goose", "geese"),
    ("half", "halves"),
    ("hero", "heroes"),
    ("hypothesis", "hypotheses"),
    ("knife", "knives"),
    ("leaf", "leaves"),
    ("life", "lives"),
    ("loaf", "loaves"),
    ("louse", "lice"),
    ("man", "men"),
    ("matrix", "matrices"),
    ("mouse", "mice"),
    ("nucleus", "nuclei"),
    ("oasis", "oases"),
    ("ox", "oxen"),
    ("parenthesis", "parentheses"),
    ("person", "people"),
    ("phenomenon", "phenomena"),
    ("potato", "potatoes"),
    ("quiz", "quizzes"),
    ("radius", "radii"),
    ("self", "selves"),
    ("shelf", "shelves"),
    ("stimulus", "stimuli"),
    ("stratum", "strata"),
    ("synopsis", "synopses"),
    ("syllabus", "syllabi"),
    ("thesis", "theses"),
    ("thief", "thieves"),
    ("tomato", "tomatoes"),
    ("tooth", "teeth"),
    ("vertex", "vertices"),
    ("veto", "vetoes"),
    ("wife", "wives"),
    ("wolf", "wolves"),
    ("woman", "women"),
];

/// The plural of a snake-case name: only its last word changes. `chat_session` → `chat_sessions`.
pub fn plural(snake: &str) -> String {
    let start = snake.rfind('_').map_or(0, |at| at + 1);
    let (before, word) = snake.split_at(start);
    format!("{before}{}", plural_of(word))
}

/// What a snake-case name is the plural of; the name itself where that is not known. `chat_sessions` → `chat_session`.
pub fn singular(snake: &str) -> String {
    let start = snake.rfind('_').map_or(0, |at| at + 1);
    let (before, word) = snake.split_at(start);
    let irregular = IRREGULAR.iter().find(|(_, many)| *many == word).map(|(one, _)| (*one).to_owned());
    let end = match word {
        _ if listed(SAME, word) => ("", ""),
        _ if listed(ENDING_IN_E, word) => ("s", ""),
        _ if word.ends_with("ies") => ("ies", "y"),
        _ if word.ends_with("men") => ("men", "man"),
        _ if ["sses", "uses", "xes", "ches", "shes", "zzes"].iter().any(|end| word.ends_with(end)) => ("es", ""),
        _ => ("s", ""),
    };
    let regular = word.strip_suffix(end.0).map(|stem| format!("{stem}{}", end.1)).filter(|one| plural_of(one) == word);
    format!("{before}{}", irregular.or(regular).unwrap_or_else(|| word.to_owned()))
}

fn plural_of(word: &str) -> String {
    if listed(SAME, word) || IRREGULAR.iter().any(|(_, many)| *many == word) {
        return word.to_owned();
    }
    if let Some((_, many)) = IRREGULAR.iter().find(|(one, _)| *one == word) {
        return (*many).to_owned();
    }
    let vowel_before = |end: &str| word.strip_suffix(end).is_some_and(|rest| rest.ends_with(['a', 'e', 'i', 'o', 'u']));
    if let Some(stem) = word.strip_suffix("man").filter(|_| word.len() > 5 && !is_human(word)) {
        return format!("{stem}men");
    }
    if let Some(stem) = word.strip_suffix('y').filter(|_| word.len() > 1 && !vowel_before("y")) {
        return format!("{stem}ies");
    }
    if word.ends_with(['s', 'x', 'z']) || ends_in_soft_ch(word) || word.ends_with("sh") {
        return format!("{word}es");
    }
    format!("{word}s")
}

/// `human`, `german` and their like, which are no kind of `man`.
fn is_human(word: &str) -> bool {
    ["human", "german", "roman", "talisman", "shaman", "ottoman"].contains(&word)
}

/// `match` takes `es`, `epoch` does not.
fn ends_in_soft_ch(word: &str) -> bool {
    word.ends_with("ch") && !["epoch", "stomach", "monarch", "patriarch", "tech", "eunuch"].contains(&word)
}

/// `a` or `an`, as the word sounds.
pub fn article(lower: &str) -> &'static str {
    let hour = ["hour", "honest", "honor", "honour", "heir"];
    let unit = ["uni", "use", "usa", "usu", "uti", "ura", "eu", "one", "once", "ufo", "ubi"];
    let unsound = ["unin", "unim", "unid", "unill"];
    if hour.iter().any(|start| lower.starts_with(start)) {
        return "an";
    }
    if unit.iter().any(|start| lower.starts_with(start)) && !unsound.iter().any(|start| lower.starts_with(start)) {
        return "a";
    }
    if lower.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_are_english() {
        for (one, many) in [
            ("status", "statuses"),
            ("person", "people"),
            ("news", "news"),
            ("series", "series"),
            ("chat_session", "chat_sessions"),
            ("category", "categories"),
            ("key", "keys"),
            ("box", "boxes"),
            ("match", "matches"),
            ("wish", "wishes"),
            ("epoch", "epochs"),
            ("quiz", "quizzes"),
            ("address", "addresses"),
            ("salesman", "salesmen"),
            ("human", "humans"),
            ("sales_person", "sales_people"),
            ("photo", "photos"),
            ("index", "indexes"),
            ("analysis", "analyses"),
            ("people", "people"),
            ("y", "ys"),
            ("alias", "aliases"),
            ("process", "processes"),
            ("bus", "buses"),
        ] {
            assert_eq!(plural(one), many, "{one}");
        }
    }

    #[test]
    fn articles_follow_the_sound() {
        for (word, expected) in
            [("ticket", "a"), ("order", "an"), ("hour", "an"), ("user", "a"), ("unit", "a"), ("update", "an")]
        {
            assert_eq!(article(word), expected, "{word}");
        }
    }

    #[test]
    fn a_plural_leads_back_to_what_it_is_of() {
        let words = "ticket category box class house case issue service message purchase size prize bus status branch \
             cache movie cookie wish man human day news child axis chat_session order_item photo hero search";
        for one in words.split_ascii_whitespace() {
            assert_eq!(singular(&plural(one)), one);
        }
    }

    #[test]
    fn what_is_no_plural_stays() {
        for word in ["overview", "x", "", "_", "s", "todo"] {
            assert!(singular(word).len() <= word.len(), "{word}");
        }
    }
}
