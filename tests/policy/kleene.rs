//! Three-valued logic against brute force: an unknown is tried with every value it could have.

use super::holds;
use super::random::{BOOLS, Choices, LETTERS, NUMBERS, TEXTS, Tree, bool_tree, known, runner};
use super::vocabulary::{Plain, Said, gap, gaps, policy, truth, unknown};
use byway::snapshot::{Answer, Gap, Listing};
use libtest_mimic::Trial;
use proptest::collection::vec;
use proptest::prelude::any;
use proptest::test_runner::TestCaseError;

pub fn tests() -> Vec<Trial> {
    vec![
        holds("what is known is what every way of filling in the unknowns gives", sound),
        holds("where each fact is named once, unknown means undecided and names exactly what could decide", exact),
        holds("the truth tables of and, or, not and ?: keep every reason", tables),
        holds("lists not seen in full answer only what cannot change", lists),
        holds("a condition out of steps is unknown", out_of_steps),
    ]
}

/// Every value a fact could have, given what is known of it. Small on purpose.
fn completions(fact: &str, answer: &Answer<Plain>) -> Vec<Plain> {
    let scalars = |fact: &str| -> Vec<Plain> {
        if BOOLS.contains(&fact) {
            vec![Plain::Bool(false), Plain::Bool(true)]
        } else if NUMBERS.contains(&fact) || fact == "m0" {
            [-1, 0, 1, 2, 3].map(Plain::Number).to_vec()
        } else {
            LETTERS.map(Plain::text).to_vec()
        }
    };
    match answer {
        Answer::Known(Plain::List(list)) if !list.rest.is_empty() => extended(&list.items, &scalars(fact)),
        Answer::Known(value) => vec![value.clone()],
        Answer::Unknown(_) if BOOLS.contains(&fact) || NUMBERS.contains(&fact) || TEXTS.contains(&fact) => {
            scalars(fact)
        }
        Answer::Unknown(_) => extended(&[], &scalars(fact)),
    }
}

/// A list as it was seen, and with one or two more.
fn extended(seen: &[Plain], more: &[Plain]) -> Vec<Plain> {
    let mut lists = vec![seen.to_vec()];
    for first in more {
        lists.push(seen.iter().chain([first]).cloned().collect());
        lists.extend(more.iter().map(|second| seen.iter().chain([first, second]).cloned().collect()));
    }
    lists.into_iter().map(|items| Plain::List(Listing::complete(items))).collect()
}

/// Every world in which all facts are known, as far as `said` leaves it open; cut off where they become too many.
fn worlds(facts: &[&'static str], said: &Said) -> Vec<Said> {
    let mut worlds = vec![Said::new()];
    for fact in facts {
        let values = completions(fact, &said[*fact]);
        worlds = worlds
            .into_iter()
            .flat_map(|world| {
                values.iter().map(move |value| {
                    let mut world = world.clone();
                    world.insert((*fact).to_owned(), Answer::Known(value.clone()));
                    world
                })
            })
            .take(3000)
            .collect();
    }
    worlds
}

/// What facts say, some of them nothing, some of the lists not in full.
fn partly_known(choices: &mut Choices<'_>, facts: &[&'static str]) -> Said {
    let mut said = Said::new();
    for fact in facts {
        let answer = match choices.below(3) {
            0 => Answer::Known(known(choices, fact)),
            1 => unknown(fact),
            _ => match known(choices, fact) {
                Plain::List(list) => Answer::Known(Plain::List(Listing { items: list.items, rest: gap(fact).into() })),
                value => Answer::Known(value),
            },
        };
        said.insert((*fact).to_owned(), answer);
    }
    said
}

fn named(gap: &Gap) -> &str {
    match gap {
        Gap::Ambiguous { what } => what,
        other => panic!("a gap that no fact has: {other:?}"),
    }
}

fn sound() -> Result<(), libtest_mimic::Failed> {
    let strategy = (vec(any::<u8>(), 4..60), vec(any::<u8>(), 0..30));
    let mut known_results = 0;
    let mut unknown_results = 0;
    runner(3000).run(&strategy, |(shape, world)| {
        let tree = bool_tree(&mut Choices::new(&shape), 3, &mut Vec::new());
        let text = tree.text();
        if text.len() > 1000 {
            return Ok(());
        }
        let mut facts = Vec::new();
        tree.facts(&mut facts);
        let said = partly_known(&mut Choices::new(&world), &facts);
        let policy = policy(&text).map_err(|error| TestCaseError::fail(format!("{text}: {error}")))?;
        match truth(&policy, said.clone()) {
            Answer::Known(value) => {
                for world in worlds(&facts, &said) {
                    if tree.is_true(&world, &mut Vec::new()) != value {
                        return Err(TestCaseError::fail(format!("{text} is {value}, but not in {world:?}")));
                    }
                }
            }
            Answer::Unknown(gaps) => {
                for gap in gaps.iter() {
                    let name = named(gap);
                    let open = facts.contains(&name)
                        && match &said[name] {
                            Answer::Unknown(_) => true,
                            Answer::Known(Plain::List(list)) => !list.rest.is_empty(),
                            Answer::Known(_) => false,
                        };
                    if !open {
                        return Err(TestCaseError::fail(format!("{text}: {name} is known and was named")));
                    }
                }
            }
        }
        Ok(())
    })?;
    // The generator must not drift to where everything is of one kind.
    let mut choices = Vec::new();
    for seed in 0..200_u32 {
        choices.clear();
        choices.extend(
            (0..60_u32).map(|at| (seed.wrapping_mul(2_654_435_761).rotate_left(at % 32) >> 13) as u8 ^ at as u8),
        );
        let tree = bool_tree(&mut Choices::new(&choices), 3, &mut Vec::new());
        let mut facts = Vec::new();
        tree.facts(&mut facts);
        if tree.text().len() > 1000 {
            continue;
        }
        match truth(&policy(&tree.text()).unwrap(), partly_known(&mut Choices::new(&choices), &facts)) {
            Answer::Known(_) => known_results += 1,
            Answer::Unknown(_) => unknown_results += 1,
        }
    }
    assert!(known_results > 20 && unknown_results > 20, "{known_results} known, {unknown_results} unknown");
    Ok(())
}

/// A tree of and, or and not over facts used once each.
fn read_once(choices: &mut Choices<'_>, facts: &mut Vec<&'static str>, depth: usize) -> Tree {
    if depth > 0 && facts.len() > 1 {
        match choices.below(4) {
            0 => {}
            1 => return Tree::Not(Box::new(read_once(choices, facts, depth - 1))),
            sign => {
                let left = read_once(choices, facts, depth - 1);
                let right = read_once(choices, facts, depth - 1);
                return Tree::Two(if sign == 2 { "&&" } else { "||" }, Box::new(left), Box::new(right));
            }
        }
    }
    facts.pop().map_or(Tree::Bool(choices.below(2) == 0), Tree::Fact)
}

fn exact() -> Result<(), libtest_mimic::Failed> {
    let strategy = (vec(any::<u8>(), 1..30), vec(0..3_u8, 4));
    runner(2000).run(&strategy, |(shape, answers)| {
        let mut facts = BOOLS.to_vec();
        let tree = read_once(&mut Choices::new(&shape), &mut facts, 4);
        let mut said = Said::new();
        for (fact, answer) in BOOLS.iter().zip(answers) {
            let answer = if answer == 2 { unknown(fact) } else { Answer::Known(Plain::Bool(answer == 1)) };
            said.insert((*fact).to_owned(), answer);
        }
        let worlds = worlds(&BOOLS, &said);
        let truths: Vec<bool> = worlds.iter().map(|world| tree.is_true(world, &mut Vec::new())).collect();
        let decided = truths.iter().all(|truth| *truth == truths[0]);
        // A fact could decide if flipping it alone changes the outcome in some world.
        let deciding: Vec<&str> = BOOLS
            .into_iter()
            .filter(|fact| {
                matches!(said[*fact], Answer::Unknown(_))
                    && worlds.iter().any(|world| {
                        let with = |value| {
                            let mut world = world.clone();
                            world.insert((*fact).to_owned(), Answer::Known(Plain::Bool(value)));
                            tree.is_true(&world, &mut Vec::new())
                        };
                        with(true) != with(false)
                    })
            })
            .collect();
        let expected = if decided { Answer::Known(truths[0]) } else { Answer::Unknown(gaps(&deciding)) };
        let text = tree.text();
        let policy = policy(&text).map_err(|error| TestCaseError::fail(format!("{text}: {error}")))?;
        let found = truth(&policy, said.clone());
        if found == expected {
            Ok(())
        } else {
            Err(TestCaseError::fail(format!("{text} in {said:?}: {found:?}, expected {expected:?}")))
        }
    })?;
    Ok(())
}

fn tables() -> Result<(), libtest_mimic::Failed> {
    let cases: &[(&str, Answer<bool>)] = &[
        ("vpc.b0 && vpc.b1", Answer::Unknown(gaps(&["b0", "b1"]))),
        ("vpc.b0 || vpc.b1", Answer::Unknown(gaps(&["b0", "b1"]))),
        ("vpc.b0 && false", Answer::Known(false)),
        ("false && vpc.b0", Answer::Known(false)),
        ("vpc.b0 || true", Answer::Known(true)),
        ("true || vpc.b0", Answer::Known(true)),
        ("vpc.b0 && true", Answer::Unknown(gaps(&["b0"]))),
        ("vpc.b0 || false", Answer::Unknown(gaps(&["b0"]))),
        ("!vpc.b0", Answer::Unknown(gaps(&["b0"]))),
        ("!!vpc.b0", Answer::Unknown(gaps(&["b0"]))),
        ("vpc.b0 == vpc.b1", Answer::Unknown(gaps(&["b0", "b1"]))),
        ("vpc.b0 == vpc.b0", Answer::Unknown(gaps(&["b0"]))),
        ("vpc.b0 != true", Answer::Unknown(gaps(&["b0"]))),
        ("vpc.n0 < vpc.n1", Answer::Unknown(gaps(&["n0", "n1"]))),
        ("vpc.b0 ? true : true", Answer::Known(true)),
        ("vpc.b0 ? true : vpc.b1", Answer::Unknown(gaps(&["b0", "b1"]))),
        ("vpc.b0 ? vpc.b2 : vpc.b1", Answer::Unknown(gaps(&["b0", "b1", "b2"]))),
        ("(vpc.b0 ? \"a\" : \"a\") == \"a\"", Answer::Known(true)),
        ("(vpc.b0 ? 1 : 2) > 0", Answer::Unknown(gaps(&["b0"]))),
        ("true ? false : vpc.b0", Answer::Known(false)),
        ("vpc.t0.startsWith(vpc.t1)", Answer::Unknown(gaps(&["t0", "t1"]))),
        ("vpc.first_subnet.id == vpc.t0", Answer::Unknown(gaps(&["t0"]))),
    ];
    for (text, expected) in cases {
        assert_eq!(&truth(&policy(text).unwrap(), Said::new()), expected, "{text}");
    }
    Ok(())
}

fn lists() -> Result<(), libtest_mimic::Failed> {
    let part = |items: &[&str]| {
        let items = items.iter().map(|item| Plain::text(item)).collect();
        Answer::Known(Plain::List(Listing { items, rest: gaps(&["rest"]) }))
    };
    let rest = || Answer::Unknown(gaps(&["rest"]));
    let cases: &[(&str, Answer<bool>)] = &[
        ("vpc.l0.exists(x, x == \"a\")", Answer::Known(true)),
        ("vpc.l0.exists(x, x == \"c\")", rest()),
        ("vpc.l0.all(x, x == \"a\")", Answer::Known(false)),
        ("vpc.l0.all(x, x != \"c\")", rest()),
        ("\"a\" in vpc.l0", Answer::Known(true)),
        ("\"c\" in vpc.l0", rest()),
        ("!(\"c\" in vpc.l0)", rest()),
        ("vpc.l0.size() == 2", rest()),
        ("size(vpc.l0) > 0", rest()),
        ("vpc.t0 in vpc.l0", Answer::Unknown(gaps(&["rest", "t0"]))),
        ("vpc.l0.exists(x, x == vpc.t0)", Answer::Unknown(gaps(&["rest", "t0"]))),
        ("vpc.l0.exists(x, x == \"a\" || vpc.b0)", Answer::Known(true)),
        // A list known to be empty is a fact.
        ("vpc.l1.exists(x, vpc.b0)", Answer::Known(false)),
        ("vpc.l1.all(x, vpc.b0)", Answer::Known(true)),
        ("vpc.t0 in vpc.l1", Answer::Known(false)),
        ("vpc.l1.size() == 0", Answer::Known(true)),
        // An element that is not known may be anything.
        ("\"a\" in [vpc.t0, \"a\"]", Answer::Known(true)),
        ("\"b\" in [vpc.t0, \"a\"]", Answer::Unknown(gaps(&["t0"]))),
        ("vpc.m0.exists(x, x > 1)", Answer::Unknown(gaps(&["m0"]))),
        ("vpc.subnets.exists(s, s.id == \"subnet-b\")", Answer::Known(true)),
        ("vpc.subnets.all(s, s.id.startsWith(\"subnet-\"))", Answer::Known(true)),
    ];
    for (text, expected) in cases {
        let mut said = Said::new();
        said.insert("l0".to_owned(), part(&["a", "b"]));
        said.insert("l1".to_owned(), Answer::Known(Plain::List(Listing::complete(Vec::new()))));
        assert_eq!(&truth(&policy(text).unwrap(), said), expected, "{text}");
    }
    Ok(())
}

fn out_of_steps() -> Result<(), libtest_mimic::Failed> {
    let long = Plain::List(Listing::complete(vec![Plain::Number(7); 2000]));
    let said: Said = [("m0".to_owned(), Answer::Known(long))].into();
    let spent = truth(&policy("vpc.m0.exists(x, vpc.m0.exists(y, x < y))").unwrap(), said.clone());
    let Answer::Unknown(gaps) = spent else { panic!("{spent:?}") };
    assert_eq!(
        gaps.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["byway does not model a condition that needs more than 1,000,000 steps yet"]
    );
    // What is decided early needs few.
    assert_eq!(truth(&policy("vpc.m0.exists(x, vpc.m0.exists(y, x == y))").unwrap(), said), Answer::Known(true));
    Ok(())
}
