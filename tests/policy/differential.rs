//! Where nothing is unknown, conditions mean what the crate `cel` says they mean.

use super::holds;
use super::random::{BOOLS, Choices, NUMBER_LISTS, NUMBERS, TEXT_LISTS, TEXTS, bool_tree, known, runner};
use super::vocabulary::{Plain, Said, policy, truth};
use byway::snapshot::Answer;
use cel::{Context, Program, Value};
use libtest_mimic::Trial;
use proptest::collection::vec;
use proptest::prelude::any;
use proptest::test_runner::TestCaseError;
use std::collections::HashMap;

pub fn tests() -> Vec<Trial> {
    vec![holds("conditions agree with cel's own evaluator where everything is known", agrees)]
}

fn cel_value(value: &Plain) -> Value {
    match value {
        Plain::Bool(value) => (*value).into(),
        Plain::Number(value) => (*value).into(),
        Plain::Text(value) => value.as_str().into(),
        Plain::List(list) => list.items.iter().map(cel_value).collect::<Vec<Value>>().into(),
    }
}

fn agrees() -> Result<(), libtest_mimic::Failed> {
    let strategy = (vec(any::<u8>(), 4..80), vec(any::<u8>(), 0..40));
    runner(2000).run(&strategy, |(shape, world)| {
        let tree = bool_tree(&mut Choices::new(&shape), 4, &mut Vec::new());
        let text = tree.text();
        if text.len() > 1000 {
            return Ok(());
        }
        let mut choices = Choices::new(&world);
        let facts = BOOLS.iter().chain(&NUMBERS).chain(&TEXTS).chain(&TEXT_LISTS).chain(&NUMBER_LISTS);
        let said: Said = facts.map(|fact| ((*fact).to_owned(), Answer::Known(known(&mut choices, fact)))).collect();
        let members: HashMap<String, Value> = said
            .iter()
            .filter_map(|(name, answer)| Some((name.clone(), cel_value(answer.as_ref().known()?))))
            .collect();
        let mut context = Context::default();
        context.add_variable_from_value("vpc", members);
        let program = Program::compile(&text).map_err(|error| TestCaseError::fail(format!("{text}: {error}")))?;
        let theirs = program.execute(&context);
        let policy = policy(&text).map_err(|error| TestCaseError::fail(format!("{text}: {error}")))?;
        match (truth(&policy, said.clone()), theirs) {
            (Answer::Known(ours), Ok(Value::Bool(theirs))) if ours == theirs => Ok(()),
            (ours, theirs) => Err(TestCaseError::fail(format!("{text} in {said:?}: ours {ours:?}, theirs {theirs:?}"))),
        }
    })?;
    Ok(())
}
