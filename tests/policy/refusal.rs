//! Every condition that byway does not take, refused by name and in its place.

use super::holds;
use super::vocabulary::{load, policy, policy_text};
use libtest_mimic::Trial;

pub fn tests() -> Vec<Trial> {
    vec![
        holds("what conditions do not have is refused by name, with its column", refused),
        holds("a name or type that is wrong is refused with the nearest right one", mistaken),
        holds("a condition has at most 1,024 bytes", bytes),
        holds("a condition has at most 64 levels, however they are made", levels),
        holds("a condition over several lines has its mistakes on the right line", lines),
    ]
}

/// The column in the condition (from 1), the message and the hint.
fn refusal(condition: &str) -> (usize, String, String) {
    let errors = policy(condition).expect_err(condition);
    let errors: Vec<_> = errors.iter().collect();
    assert_eq!(errors.len(), 1, "{condition}: {errors:?}");
    assert_eq!(errors[0].line, 16, "{condition}: {errors:?}");
    let column = errors[0].column - "if = '''".len();
    (column, errors[0].message.clone(), errors[0].hint.clone().unwrap_or_default())
}

fn check(cases: &[(&str, usize, &str, &str)]) {
    let wrong: Vec<_> = cases
        .iter()
        .map(|(condition, column, message, hint)| {
            (condition, refusal(condition), (*column, (*message).to_owned(), (*hint).to_owned()))
        })
        .filter(|(_, found, expected)| found != expected)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn refused() -> Result<(), libtest_mimic::Failed> {
    let foreign = |what: &str| format!("{what} is not part of byway's conditions");
    let cases: &[(&str, usize, &str, &str)] = &[
        ("vpc.l0.map(x, x) == vpc.l0", 8, "`map`", "use exists or all, or ask for a fact"),
        ("vpc.l0.filter(x, x == \"a\").size() > 0", 8, "`filter`", "use exists or all, or ask for a fact"),
        ("vpc.l0.exists_one(x, x == \"a\")", 8, "`exists_one`", "use exists or all, or ask for a fact"),
        ("vpc.l0.existsOne(x, x == \"a\")", 8, "`existsOne`", "use exists or all, or ask for a fact"),
        ("has(vpc.b0)", 1, "`has`", "every fact has a value or is unknown"),
        ("vpc.t0.matches(\"a\")", 8, "`matches`", "use startsWith, endsWith or contains, or ask for a fact"),
        ("string(vpc.n0) == \"1\"", 1, "`string`", "compare values of one type"),
        ("int(vpc.t0) == 1", 1, "`int`", "compare values of one type"),
        ("timestamp(vpc.t0) < timestamp(vpc.t1)", 1, "`timestamp`", "compare values of one type"),
        ("cel.bind(x, vpc.b0, x)", 5, "`bind`", "ask for a fact"),
        ("vpc.n0 + 1 > 2", 8, "arithmetic (`+`)", "compare with a fact or an option"),
        ("vpc.n0 - 1 > 2", 8, "arithmetic (`-`)", "compare with a fact or an option"),
        ("vpc.n0 -1 > 2", 8, "arithmetic (`-`)", "compare with a fact or an option"),
        ("-vpc.n0 > 2", 1, "arithmetic (`-`)", "compare with a fact or an option"),
        ("vpc.n0 * 2 > 2", 8, "arithmetic (`*`)", "compare with a fact or an option"),
        ("vpc.n0 / 2 > 2", 8, "arithmetic (`/`)", "compare with a fact or an option"),
        ("1/0 == 1 || true", 2, "arithmetic (`/`)", "compare with a fact or an option"),
        ("vpc.n0 % 2 == 0", 8, "arithmetic (`%`)", "compare with a fact or an option"),
        ("vpc.l0[0] == \"a\"", 7, "indexing with `[…]`", "use exists, all or in"),
        ("vpc[\"b0\"]", 4, "indexing with `[…]`", "use exists, all or in"),
        ("vpc.t0 == null", 11, "`null`", "every fact has a value or is unknown"),
        ("vpc.n0 > 1.5", 10, "a number with a fraction", "write a whole number"),
        ("vpc.n0 > .5", 10, "a name or number that begins with `.`", "leave out the `.`"),
        (".vpc.b0", 1, "a name or number that begins with `.`", "leave out the `.`"),
        ("vpc.n0 > 1e9", 10, "a number with an exponent", "write a whole number"),
        ("vpc.n0 > 1u", 10, "an unsigned number", "leave out the `u`"),
        ("vpc.t0 == b\"a\"", 11, "bytes", "write a text"),
        ("{\"a\": 1}.size() > 0", 1, "a map or struct (`{…}`)", "compare the facts one by one"),
        ("Vpc{b0: true}.b0", 4, "a map or struct (`{…}`)", "compare the facts one by one"),
        ("vpc.?b0", 4, "`.?`", "every fact of a thing can be read"),
        ("vpc.l0[?0] == \"a\"", 7, "`[?`", "every fact of a thing can be read"),
        ("vpc.`b0`", 5, "a name in backticks", "write the name without them"),
        ("vpc.b0 and vpc.b1", 8, "`and`", "write `&&`"),
        ("vpc.b0 or vpc.b1", 8, "`or`", "write `||`"),
        ("not vpc.b0", 1, "`not`", "write `!`"),
        ("vpc.n0 = 1", 8, "`=`", "write `==`"),
        ("vpc.b0 & vpc.b1", 8, "`&`", "write `&&`"),
        ("vpc.b0 | vpc.b1", 8, "`|`", "write `||`"),
        ("vpc.b0;", 7, "`;`", ""),
        ("vpc.b0 \u{7}", 8, "`\\u{7}`", ""),
        ("vpc.t0 == \"é\" && vpc.n0 == 1.5", 28, "a number with a fraction", "write a whole number"),
    ];
    for (condition, column, what, hint) in cases {
        // TOML itself refuses the control character.
        if condition.contains('\u{7}') {
            assert!(policy(condition).is_err());
            continue;
        }
        let found = refusal(condition);
        assert_eq!(found, (*column, foreign(what), (*hint).to_owned()), "{condition}");
    }
    check(&[
        ("vpc.t0 == \"a", 11, "this text is not closed", "add a `\"`"),
        ("", 1, "the condition is empty", "write one, or leave out the key"),
        ("vpc.b0 &&", 10, "the condition ends too early", ""),
        ("(vpc.b0", 8, "`)` is missing here", ""),
        ("vpc.b0)", 7, "`)` was not expected here", ""),
        ("vpc.t0 == \"é😀\" vpc.b1", 16, "`vpc` was not expected here", ""),
        ("vpc.b0 vpc.b1", 8, "`vpc` was not expected here", ""),
        ("vpc.b0 && if", 11, "`if` is a reserved word and cannot be a name", ""),
        (
            "vpc.l0.exists(x, vpc.l0.exists(y, vpc.l0.all(z, x == y && y == z)))",
            42,
            "more than 2 `exists` or `all` inside one another",
            "ask for a fact that does the inner ones",
        ),
        ("vpc.l0.exists(x)", 8, "`exists` is not used like this", "write `list.exists(x, condition on x)`"),
        ("exists(vpc.l0, x, true)", 1, "`exists` is not used like this", "write `list.exists(x, condition on x)`"),
        (
            "vpc.l0.exists(vpc.t0, true)",
            15,
            "`exists` needs the name of a variable here",
            "write `list.exists(x, condition on x)`",
        ),
        ("vpc.l0.exists(vpc, true)", 15, "`vpc` already names something else here", "choose another name"),
        ("vpc.l0.exists(x, vpc.l1.all(x, true))", 29, "`x` already names something else here", "choose another name"),
        ("[].size() == 0", 1, "this list is empty", "put something in it"),
    ]);
    Ok(())
}

fn mistaken() -> Result<(), libtest_mimic::Failed> {
    check(&[
        ("vcp.b0", 1, "nothing is called `vcp` here", "did you mean `vpc`?"),
        ("vpc.t0 == \"é😀\" && vpc.typo", 23, "`vpc` has no fact `typo`", "policies/README.md lists the facts"),
        ("b0", 1, "nothing is called `b0` here", "did you mean `vpc.b0`?"),
        ("vpc.l0.exists(element, elment == \"a\")", 24, "nothing is called `elment` here", "did you mean `element`?"),
        (
            "false && vpc.first_subent.id == \"a\"",
            14,
            "`vpc` has no fact `first_subent`",
            "did you mean `first_subnet`?",
        ),
        ("vpc.first_subnet.idd == \"a\"", 18, "`subnet` has no fact `idd`", "did you mean `id`?"),
        ("vpc.subnets.exists(s, s.qqqq)", 25, "`subnet` has no fact `qqqq`", "policies/README.md lists the facts"),
        ("vpc.t0.size > 1", 8, "a text has no fact `size`", "only things have facts"),
        ("vpc.subnets.id == \"a\"", 13, "a list of subnet has no fact `id`", "go through the list with exists or all"),
        ("vpc.n0", 1, "a bool is needed here and this is a number", "compare it with something"),
        ("vpc", 1, "a bool is needed here and this is a vpc", "compare it with something"),
        ("vpc.b0 && vpc.first_subnet.id", 11, "a bool is needed here and this is an id", "compare it with something"),
        ("!vpc.n0", 2, "a bool is needed here and this is a number", "compare it with something"),
        ("1 || true", 1, "a bool is needed here and this is a number", "compare it with something"),
        ("5 == \"a\"", 3, "`==` cannot compare a number with a text", "compare values of one type"),
        ("vpc.b0 != 1", 8, "`!=` cannot compare a bool with a number", "compare values of one type"),
        (
            "vpc.first_subnet == vpc.first_subnet",
            18,
            "`==` cannot compare a subnet with a subnet",
            "compare texts, numbers or bools; of a thing, compare its id; of a list, use exists, all, in or size",
        ),
        (
            "vpc.l0 == vpc.l1",
            8,
            "`==` cannot compare a list of text with a list of text",
            "compare texts, numbers or bools; of a thing, compare its id; of a list, use exists, all, in or size",
        ),
        ("vpc.t0 < \"b\"", 1, "a number is needed here and this is a text", "only numbers have an order"),
        ("1 < vpc.b0", 5, "a number is needed here and this is a bool", "only numbers have an order"),
        (
            "1 in vpc.l0",
            3,
            "`in` cannot look for a number in a list of text",
            "look for a text, number or bool in a list of the same; for things, use exists",
        ),
        ("\"a\" in vpc.t0", 8, "`in` looks into a list and this is a text", "use `.contains(…)`"),
        ("vpc.b0 ? 1 : \"a\"", 14, "`?:` gives a number here and a text there", "give the same type on both sides"),
        ("vpc.t0.exists(x, true)", 1, "`exists` goes through a list and this is a text", ""),
        ("[1, \"a\"].size() == 1", 5, "a list of number cannot hold a text", ""),
        ("[vpc].size() == 1", 2, "a list cannot hold a vpc", "list texts, numbers or bools"),
        (
            "vpc.l0.contains(\"a\")",
            1,
            "`contains` needs a text here and this is a list of text",
            "to look for an element of a list, use `in`",
        ),
        ("vpc.t0.size() > 1", 1, "`size` needs a list here and this is a text", "write `list.size()`"),
        (
            "vpc.t0.startsWith(1)",
            19,
            "`startsWith` needs a text here and this is a number",
            "write `text.startsWith(text)`",
        ),
        ("startsWith(vpc.t0, \"a\")", 1, "`startsWith` is not used like this", "write `text.startsWith(text)`"),
        ("vpc.t0.startWith(\"a\")", 8, "there is no function `startWith`", "did you mean `startsWith`?"),
        ("vpc.t0.zzzz(\"a\")", 8, "there is no function `zzzz`", "policies/README.md lists the functions"),
        ("zzzz(1) || true", 1, "there is no function `zzzz`", "policies/README.md lists the functions"),
        ("option.hours == 1", 8, "the policy has no option `hours`", "add it to [options]"),
        ("option == 1", 1, "`option` alone is no value", "name one: `option.name`"),
    ]);
    Ok(())
}

fn bytes() -> Result<(), libtest_mimic::Failed> {
    let of = |bytes: usize| format!("vpc.b0 && vpc.t0 == \"{}\"", "x".repeat(bytes - "vpc.b0 && vpc.t0 == \"\"".len()));
    assert!(policy(&of(1024)).is_ok());
    let (column, message, _) = refusal(&of(1025));
    assert_eq!((column, message.as_str()), (1025, "the condition has 1025 bytes and may have 1024"));
    let (_, message, _) = refusal(&format!("{}vpc.b0{}", "(".repeat(20_000), ")".repeat(20_000)));
    assert_eq!(message, "the condition has 40006 bytes and may have 1024");
    Ok(())
}

fn levels() -> Result<(), libtest_mimic::Failed> {
    let deep = "the condition is more than 64 levels deep";
    // `vpc.b0` is itself one level deep: the member.
    let nested = |levels: usize| format!("{}vpc.b0{}", "(".repeat(levels), ")".repeat(levels));
    assert!(policy(&nested(63)).is_ok());
    assert_eq!(refusal(&nested(64)).1, deep);
    assert_eq!(
        refusal(&nested(65)),
        (66, deep.to_owned(), "split it into several [[fail]], or ask for a fact".to_owned())
    );
    assert_eq!(refusal(&nested(500)).1, deep);
    for condition in [
        "!".repeat(500) + "vpc.b0",
        "[".repeat(500),
        format!("true{}", " == true".repeat(100)),
        format!("vpc.t0{} == \"a\"", ".x".repeat(100)),
        format!("{}true", "true ? true : ".repeat(70)),
        format!("{}true{}", "vpc.l0.exists(x, ".repeat(50), ")".repeat(50)),
        format!("{}true", "true ? (true) : (".repeat(50)),
    ] {
        assert_eq!(refusal(&condition).1, deep, "{condition}");
    }
    // A long `&&` is wide, not deep.
    assert!(policy(&["vpc.b0"; 100].join(" && ")).is_ok());
    assert!(policy(&["vpc.b0"; 100].join("||")).is_ok());
    Ok(())
}

fn lines() -> Result<(), libtest_mimic::Failed> {
    for newline in ["\n", "\r\n"] {
        let text = policy_text("if = '''\nvpc.b0\n  && vpc.typo // why\n'''").replace('\n', newline);
        let errors = load(&text).expect_err("a typo");
        let found = errors.to_string();
        assert!(found.starts_with("some-defect.toml:18:10: `vpc` has no fact `typo`"), "{found}");
    }
    Ok(())
}
