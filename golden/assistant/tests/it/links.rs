//! Addresses in what people write become links that end where people would end them.

use ::my_chat::markdown::to_html;

use crate::support::random::Random;

/// A text, and where its links lead.
const CASES: &[(&str, &[&str])] = &[
    ("https://example.com", &["https://example.com"]),
    ("http://example.com/", &["http://example.com/"]),
    ("see https://example.com/a_b_c?d=e&f, please.", &["https://example.com/a_b_c?d=e&f"]),
    (
        "https://git.example.com/a/b/__init__.py#L16",
        &["https://git.example.com/a/b/__init__.py#L16"],
    ),
    ("**https://git.example.com/__init__.py**", &["https://git.example.com/__init__.py"]),
    ("https://example.com/wiki/Foo_(bar)", &["https://example.com/wiki/Foo_(bar)"]),
    ("(https://example.com/wiki/Foo_(bar))", &["https://example.com/wiki/Foo_(bar)"]),
    ("(see https://example.com/a.)", &["https://example.com/a"]),
    ("(see https://example.com/a).", &["https://example.com/a"]),
    ("[https://example.com/a]", &["https://example.com/a"]),
    ("{https://example.com/a}", &["https://example.com/a"]),
    ("https://example.com/a[1]", &["https://example.com/a[1]"]),
    ("https://example.com/a{id}/b", &["https://example.com/a{id}/b"]),
    ("https://example.com/a(b", &["https://example.com/a(b"]),
    ("https://example.com/a(", &["https://example.com/a"]),
    ("https://example.com吧", &["https://example.com"]),
    ("看https://example.com/路吧", &["https://example.com/"]),
    ("请看https://example.com/a。谢谢", &["https://example.com/a"]),
    ("（https://example.com/a）", &["https://example.com/a"]),
    ("「https://example.com/a」です", &["https://example.com/a"]),
    ("https://example.com/aを見て", &["https://example.com/a"]),
    ("https://example.com/a에서", &["https://example.com/a"]),
    ("https://example.com/aครับ", &["https://example.com/a"]),
    ("https://例え.テスト/a", &["https://例え.テスト/a"]),
    ("https://münchen.example/straße", &["https://münchen.example/straße"]),
    ("https://example.com/привет!", &["https://example.com/привет"]),
    ("“https://example.com/a”", &["https://example.com/a"]),
    ("«https://example.com/a»", &["https://example.com/a"]),
    ("https://example.com/a—or not", &["https://example.com/a"]),
    ("https://example.com/a…", &["https://example.com/a"]),
    ("\"https://example.com/a\"", &["https://example.com/a"]),
    ("'https://example.com/a'", &["https://example.com/a"]),
    ("'https://example.com/a'b", &["https://example.com/a"]),
    ("https://example.com/it's", &["https://example.com/it's"]),
    ("https://example.com/a?!", &["https://example.com/a"]),
    ("https://example.com/a...", &["https://example.com/a"]),
    ("https://example.com/a; and", &["https://example.com/a"]),
    ("https://example.com/a: and", &["https://example.com/a"]),
    ("*https://example.com/a*", &["https://example.com/a"]),
    ("_https://example.com/a_", &["https://example.com/a"]),
    ("~~https://example.com/a~~gone", &["https://example.com/a"]),
    ("**see https://example.com/a**and", &["https://example.com/a"]),
    ("https://example.com/*a*/b*c", &["https://example.com/*a*/b*c"]),
    ("https://example.com/~ada/x", &["https://example.com/~ada/x"]),
    (r"https://example.com/a\_b\_c", &["https://example.com/a_b_c"]),
    ("https://example.com/?a=1&amp;b=2", &["https://example.com/?a=1&b=2"]),
    ("https://example.com/?a=1&b=2&", &["https://example.com/?a=1&b=2"]),
    ("https://example.com:8443/a", &["https://example.com:8443/a"]),
    ("http://localhost:3000/a", &["http://localhost:3000/a"]),
    ("http://127.0.0.1/a", &["http://127.0.0.1/a"]),
    ("https://example.com#part", &["https://example.com#part"]),
    ("https://example.com?q=a+b%20c", &["https://example.com?q=a+b%20c"]),
    ("https://a.example https://b.example", &["https://a.example", "https://b.example"]),
    ("https://a.example,https://b.example", &["https://a.example,https://b.example"]),
    ("https://a.example\nhttps://b.example", &["https://a.example", "https://b.example"]),
    (
        "| https://a.example/x|https://b.example |\n|-|-|",
        &["https://a.example/x", "https://b.example"],
    ),
    ("> https://a.example\n\n- https://b.example", &["https://a.example", "https://b.example"]),
    ("# https://example.com/a_b_", &["https://example.com/a_b"]),
    ("HTTPS://EXAMPLE.COM/A", &["https://EXAMPLE.COM/A"]),
    ("Http://Example.com", &["http://Example.com"]),
    ("<HTTPS://EXAMPLE.COM>", &["https://EXAMPLE.COM"]),
    ("<https://example.com/a_b_c>", &["https://example.com/a_b_c"]),
    ("<https://example.com/a", &["https://example.com/a"]),
    ("www.example.com", &["https://www.example.com"]),
    ("see WWW.example.com/a_b_, or", &["https://WWW.example.com/a_b"]),
    ("(www.example.co.uk/x_(y))", &["https://www.example.co.uk/x_(y)"]),
    ("请看www.example.com吧", &["https://www.example.com"]),
    ("www.", &[]),
    ("www... and www.x", &[]),
    ("awww.example.com", &[]),
    ("ada@example.com", &["mailto:ada@example.com"]),
    ("**ada@example.com**, please", &["mailto:ada@example.com"]),
    ("mailto:ada@example.com.", &["mailto:ada@example.com"]),
    ("ada.b_c+tag@mail.example.com!", &["mailto:ada.b_c+tag@mail.example.com"]),
    ("写信给ada@example.com吧", &["mailto:ada@example.com"]),
    ("|a@example.com|b|\n|-|-|", &["mailto:a@example.com"]),
    ("@ada and ada@ and ada@localhost", &[]),
    ("package@v1.2.3", &[]),
    ("ssh://git@example.com/a", &[]),
    ("https://ada@example.com/a", &["https://ada@example.com/a"]),
    ("[a](https://example.com/a_b_c)", &["https://example.com/a_b_c"]),
    ("[a](https://example.com/Foo_(bar))", &["https://example.com/Foo_(bar)"]),
    ("[a](https://example.com \"https://b.example\")", &["https://example.com"]),
    (r"[a](https://example.com/a\_b?c&amp;d)", &["https://example.com/a_b?c&d"]),
    ("[https://a.example](https://b.example)", &["https://b.example"]),
    ("[a@example.com](https://b.example/x_y_z)", &["https://b.example/x_y_z"]),
    ("[a]\n\n[a]: https://example.com/a_b_c", &["https://example.com/a_b_c"]),
    ("![a](https://example.com/a_b_.png)", &["https://example.com/a_b_.png"]),
    ("[a](HTTPS://EXAMPLE.COM)", &["https://EXAMPLE.COM"]),
    ("[a](/rooms/1)", &["/rooms/1"]),
    ("`https://example.com`", &[]),
    ("```\nhttps://example.com\nada@example.com\n```", &[]),
    ("    https://example.com", &[]),
    ("xhttps://example.com", &[]),
    ("https:// example.com", &[]),
    ("https://*.example.com", &[]),
    ("ftp://example.com", &[]),
    ("javascript://example.com/%0aalert(1)", &[]),
    ("javascript:alert(1)", &[]),
    ("[a](javascript:alert(1))", &[]),
    ("\u{f0000} https://example.com/a \u{f0001}", &["https://example.com/a"]),
];

#[test]
fn addresses_end_where_people_end_them() {
    let mut wrong = Vec::new();
    for (text, links) in CASES {
        let html = to_html(text);
        let links: Vec<String> = links.iter().map(|link| encoded(link)).collect();
        if hrefs(&html) != links {
            wrong.push(format!("{text}\n  {html}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_link_says_where_it_leads() {
    for (text, shown) in [
        ("HTTPS://EXAMPLE.COM/A", "HTTPS://EXAMPLE.COM/A"),
        ("www.example.com", "www.example.com"),
        (r"https://example.com/a\_b", "https://example.com/a_b"),
        ("mailto:ada@example.com", "mailto:ada@example.com"),
        ("`https://example.com/a_b_`", "https://example.com/a_b_"),
        (r"`https://example.com/a\_b`", r"https://example.com/a\_b"),
        ("[https://a.example/a_b_](/x)", "https://a.example/a_b_"),
    ] {
        assert_eq!(said(&to_html(text)), shown, "{text}");
    }
}

#[test]
fn other_sites_open_beside_the_conversation() {
    let elsewhere = ["https://example.com", "[a](http://example.com)", "<https://example.com>"];
    for text in elsewhere {
        let html = to_html(text);
        assert!(html.contains("<a target=\"_blank\" href=\"http"), "{html}");
        assert!(html.contains("rel=\"noopener noreferrer nofollow\""), "{html}");
    }
    for text in ["[a](/rooms/1)", "ada@example.com", "\\<a href=\"https://example.com"] {
        let html = to_html(text);
        assert_eq!(
            html.matches("_blank").count(),
            html.matches("<a ").count() - own(&html),
            "{html}"
        );
    }
}

fn own(html: &str) -> usize {
    html.matches("<a href=\"/").count() + html.matches("<a href=\"mailto:").count()
}

#[test]
fn whatever_stands_around_an_address_nothing_is_lost() {
    let pieces = [
        "https://example.com/a_b_c",
        "https://example.com/Foo_(bar)",
        "www.example.com/__x__",
        "ada@example.com",
        "HTTP://EXAMPLE.COM/*a",
        "word",
        "字",
        " ",
        " ",
        "\n",
        "*",
        "**",
        "_",
        "__",
        "~~",
        "`",
        "|",
        "(",
        ")",
        "\"",
        "'",
        ".",
        ",",
        "> ",
        "- ",
        "# ",
        "\\",
        "é",
        "ש",
        "\u{f0000}",
    ];
    for seed in 0..600 {
        let mut random = Random::new(seed);
        let text: String = (0..random.below(30)).map(|_| *random.choose(&pieces)).collect();
        // What stands behind a fence is no text.
        if text.contains("```") || text.contains("~~~") {
            continue;
        }
        for end in [text.len(), text.char_indices().nth(random.below(20)).map_or(0, |(end, _)| end)]
        {
            let text = &text[..end];
            let (html, letters) = (to_html(text), |text: &str| -> String {
                text.chars().filter(|char| char.is_alphanumeric()).collect()
            });
            assert_eq!(letters(&said(&html)), letters(text), "{seed}: {text}\n{html}");
        }
    }
}

/// As an attribute has it.
fn encoded(address: &str) -> String {
    let bytes = address.bytes().map(|byte| match byte {
        byte if byte.is_ascii() && !b"[]{}".contains(&byte) => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    });
    bytes.collect()
}

/// Where the links of a page lead.
fn hrefs(html: &str) -> Vec<String> {
    let starts = html.split("href=\"").skip(1);
    starts.map(|rest| plain(rest.split('"').next().unwrap())).collect()
}

/// What is to be read on it.
fn said(html: &str) -> String {
    let texts = html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    plain(&texts.collect::<String>()).trim().to_owned()
}

fn plain(html: &str) -> String {
    let plain = html.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    plain.replace("&nbsp;", "\u{a0}").replace("&#39;", "'").replace("&amp;", "&")
}
