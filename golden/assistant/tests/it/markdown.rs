//! What people write is shown, and does nothing else.

use ::my_chat::markdown::{budget, excerpt, to_html};

#[test]
fn markdown_becomes_html() {
    let cases = [
        (
            "**bold** _soft_ ~~gone~~ `code`",
            "<p><strong>bold</strong> <em>soft</em> <del>gone</del> <code>code</code></p>",
        ),
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("# Title", "<h3>Title</h3>"),
        (
            "> said\n\n1. one\n2. two",
            "<blockquote dir=\"auto\">\n<p>said</p>\n</blockquote>\n<ol dir=\"auto\">\n<li>one</li>\n<li>two</li>\n</ol>",
        ),
        ("```rust\nlet a = b < c;\n```", "<pre><code>let a = b &lt; c;\n</code></pre>"),
        ("@bob & co", "<p>@bob &amp; co</p>"),
    ];
    for (markdown, html) in cases {
        assert_eq!(to_html(markdown).trim_end(), html, "{markdown}");
    }
}

#[test]
fn an_excerpt_is_one_line_of_what_people_read() {
    let long = "a\u{301}".repeat(200);
    let cut = format!("{}…", "a\u{301}".repeat(140));
    let cases = [
        ("**bold** _so_ft `co  de`\n\n> said\n\n- one\n- two", "bold _so_ft co de said one two"),
        ("# Title\ntext\\\nline", "Title text line"),
        ("| a | b |\n|---|---|\n| c | d |", "a b c d"),
        ("see https://a.example/__x__.py", "see https://a.example/__x__.py"),
        ("[here](https://c.example)", "here"),
        ("<b>not</b> \u{202e}x", "<b>not</b> \u{202e}x"),
        ("![a picture](x.png)", "a picture"),
        (&long, &cut),
        ("", ""),
    ];
    for (markdown, line) in cases {
        assert_eq!(excerpt(markdown), line, "{markdown}");
    }
}

#[test]
fn nothing_in_a_message_runs_or_fetches() {
    let hostile = [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<iframe src=//evil.example></iframe>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java&#x0A;script:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:x)",
        "[x](//evil.example)",
        "[x](/\\evil.example)",
        "<javascript:alert(1)>",
        "![](//evil.example/?q=secret)",
        "![](https://evil.example/?q=secret)",
        "![x](data:image/svg+xml,<svg>)",
        "[![x](https://evil.example/a.png)](https://evil.example)",
        "![x][1]\n\n[1]: https://evil.example/b.png",
        "<style>@import '//evil.example'</style>",
        "<p style=\"background:url(//evil.example)\">x</p>",
        "<form action=//evil.example><input name=q></form>",
        "| a |\n| :-: |\n| <img src=x> |",
        "\" onmouseover=\"alert(1)",
        "[x](https://e.example \"\\\" onmouseover=alert(1)\")",
    ];
    for text in hostile {
        // A reply arrives piece by piece: each beginning of it is shown for a moment.
        for end in text.char_indices().map(|(at, char)| at + char.len_utf8()) {
            harmless(&text[..end]);
        }
        harmless(&format!("**bold _and {text} ```"));
    }
}

/// Texts that are a little in Markdown and a lot in HTML, or that took a parser long.
fn burdens(length: usize) -> Vec<String> {
    let half = length / 2;
    let mut texts = vec![
        // The table that fills each of its short rows with empty cells.
        format!(
            "{}|\n{}|\n{}",
            "|a".repeat(half / 4),
            "|-".repeat(half / 4),
            "a\n".repeat(half / 2)
        ),
        format!("{}|\n{}|\n{}", "|a".repeat(400), "|-".repeat(400), "a\n".repeat(half / 2)),
        format!("[a]: https://example.com/{}\n\n{}", "x".repeat(half), "[a] ".repeat(half / 4)),
        format!(
            "[a]: /{} \"{}\"\n\n{}",
            "x".repeat(half / 2),
            "\"".repeat(9),
            "[a]".repeat(half / 3)
        ),
        "[a]: https://example.com\n".repeat(length / 25) + "[a]",
        "[^a] ".repeat(half / 5) + &"\n\n[^a]: b".repeat(half / 10),
        format!("https://example.com/{}", "a".repeat(length)),
        format!("{}{}", "*".repeat(half), "a*".repeat(half / 2)),
        format!("{}a{}", "*a **a ".repeat(half / 14), "* **".repeat(half / 14)),
        format!("{}\n\na\n\n", ">".repeat(20)).repeat(length / 25),
        (0..length / 7).map(|n| format!("{}- a\n", " ".repeat(n % 20 * 2))).collect(),
        "- a\n\n  > 1. b\n\n".repeat(length / 15),
    ];
    let pieces = [
        ">",
        "> ",
        "[",
        "]",
        "*a ",
        "- ",
        "1. ",
        "_*",
        "![",
        "<a ",
        "`",
        "|a",
        "a@b.co ",
        "www.a.co ",
        "<",
        "& a",
        "\"",
        "'",
        "\n",
        "\n\n",
        "***\n",
        "# \n",
        "a\n-\n",
        "http://",
        "https://a(",
        "@",
        ":",
        "w",
        "\\",
        "~~a",
        "**a",
        "[](/",
        "[a](/b)",
        "<a@b.co>",
        "&amp;",
        "\u{f0000}",
        "字",
        "- - - a\n",
        "```\n",
        "\t",
        "((",
        "<!--",
        "<?",
        "[a]: b\n",
        "||\n|-|\n",
    ];
    texts.extend(pieces.iter().map(|piece| piece.repeat(length / piece.len())));
    texts
}

#[test]
fn html_is_never_much_longer_than_the_text() {
    for (length, count) in [(1_000, usize::MAX), (16_000, usize::MAX), (100_000, 12)] {
        for text in burdens(length).into_iter().take(count) {
            let html = to_html(&text);
            let start: String = text.chars().take(30).collect();
            assert!(html.len() <= budget(&text), "{} of {}: {start}", html.len(), text.len());
        }
    }
}

#[test]
fn what_would_be_too_much_is_shown_as_it_was_written() {
    let table =
        format!("{}|\n{}|\n{}", "|<b>".repeat(400), "|-".repeat(400), "a & b\n".repeat(900));
    let html = to_html(&table);
    assert!(html.starts_with("<p>|&lt;b&gt;|&lt;b&gt;") && !html.contains("<table"), "{html}");
    assert_eq!(html.matches("<br>\na &amp; b").count(), 900);
    let plain =
        html.replace("<br>", "").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    assert_eq!(plain, format!("<p>{}</p>\n", table.trim_end()));
}

/// Looks at the tags themselves: their names and what stands inside of them.
fn harmless(markdown: &str) {
    let html = to_html(markdown);
    for tag in html.split('<').skip(1) {
        let tag = tag.split('>').next().unwrap();
        let name = tag.trim_start_matches('/').split([' ', '\n']).next().unwrap();
        let rest = &tag[tag.find(name).unwrap() + name.len()..];
        let plain = "blockquote br code del em h3 h4 h5 h6 hr li ol p pre strong table tbody td th thead tr ul";
        assert!(name == "a" || plain.split(' ').any(|known| known == name), "{markdown}\n{html}");
        if name != "a" {
            assert!(rest.trim().is_empty() || rest.contains("dir=\"auto\""), "{markdown}\n{html}");
        } else if let Some(address) = rest.split("href=\"").nth(1) {
            let good =
                ["https://", "http://", "mailto:"].iter().any(|start| address.starts_with(start));
            let own = address.starts_with('/') && !address.starts_with("//");
            assert!((good || own) && rest.contains("rel=\""), "{markdown}\n{html}");
        }
    }
}
