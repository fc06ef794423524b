//! Checks every name and type of a condition against the vocabulary, and builds the typed tree.
//!
//! Nothing is left to find out while judging: a typing error in a condition would otherwise hide behind the first
//! `false &&`.

use super::super::fault::Fault;
use super::Uses;
use super::function::{FUNCTIONS, Takes};
use super::names::{Names, a};
use super::parse::Parsed;
use super::refuse::{misfit, no_function};
use super::token::foreign;
use super::tree::{Node, Order};
use crate::facts::Type;
use cel::common::ast::{CallExpr, Expr, IdedExpr, LiteralValue, operators};

/// The most `exists` and `all` inside one another.
pub(crate) const NESTED: usize = 2;

pub(super) struct Check<'c, 't> {
    pub names: &'c Names<'c>,
    pub parsed: &'c Parsed<'t>,
    pub uses: &'c mut Uses,
    /// The variables of the `exists` and `all` around, outermost first.
    pub variables: Vec<(String, Type)>,
}

type Typed = (Node, Type);

impl Check<'_, '_> {
    /// A node whose value must be true or false.
    pub fn truth(&mut self, expr: &IdedExpr) -> Result<Node, Fault> {
        match self.typed(expr)? {
            (node, Type::Bool) => Ok(node),
            (_, kind) => Err(Fault::hinted(
                self.start(expr),
                format!("a bool is needed here and this is {}", a(kind)),
                "compare it with something",
            )),
        }
    }

    fn typed(&mut self, expr: &IdedExpr) -> Result<Typed, Fault> {
        match &expr.expr {
            Expr::Literal(literal) => self.literal(expr, literal),
            Expr::Ident(name) => self.ident(expr, name),
            Expr::Select(select) => {
                if let Expr::Ident(root) = &select.operand.expr
                    && root == "option"
                {
                    return self.setting(expr, &select.field);
                }
                let (of, kind) = self.typed(&select.operand)?;
                let at = self.parsed.member(expr);
                let fact = self.names.fact_of(kind, &select.field).map_err(|fault| Fault { at, ..fault })?;
                self.uses.facts.push(fact);
                Ok((Node::Fact(Box::new(of), fact), fact.kind))
            }
            Expr::List(list) => self.list(expr, &list.elements),
            Expr::Call(call) => self.call(expr, call),
            Expr::Map(_) => Err(foreign(self.parsed.token(expr), "a map", "compare the facts one by one")),
            Expr::Struct(_) => Err(foreign(self.parsed.token(expr), "a struct", "compare the facts one by one")),
            Expr::Comprehension(_) => Err(foreign(self.parsed.token(expr), "a macro", "use exists or all")),
            Expr::Unspecified => Err(Fault::new(self.parsed.token(expr), "the condition cannot be read")),
        }
    }

    fn literal(&self, expr: &IdedExpr, literal: &LiteralValue) -> Result<Typed, Fault> {
        let refused = |what, hint| Err(foreign(self.parsed.token(expr), what, hint));
        match literal {
            LiteralValue::Boolean(value) => Ok((Node::Bool(*value.inner()), Type::Bool)),
            LiteralValue::Int(value) => Ok((Node::Number(*value.inner()), Type::Number)),
            LiteralValue::String(value) => Ok((Node::Text(value.inner().to_owned()), Type::Text)),
            LiteralValue::Null => refused("`null`", "every fact has a value or is unknown"),
            LiteralValue::Double(_) => refused("a number with a fraction", "write a whole number"),
            LiteralValue::UInt(_) => refused("an unsigned number", "leave out the `u`"),
            LiteralValue::Bytes(_) => refused("bytes", "write a text"),
        }
    }

    fn ident(&self, expr: &IdedExpr, name: &str) -> Result<Typed, Fault> {
        if let Some(place) = self.variables.iter().position(|(held, _)| held == name) {
            let kind = self.variables.get(place).map_or(Type::Bool, |(_, kind)| *kind);
            return Ok((Node::Slot(place + 1), kind));
        }
        if name == self.names.subject.name() {
            return Ok((Node::Slot(0), Type::Thing(self.names.subject)));
        }
        let at = self.parsed.token(expr);
        if name == "option" {
            return Err(Fault::hinted(at, "`option` alone is no value", "name one: `option.name`"));
        }
        let variables: Vec<&str> = self.variables.iter().map(|(name, _)| name.as_str()).collect();
        Err(self.names.unknown_name(at, name, &variables))
    }

    fn setting(&mut self, expr: &IdedExpr, name: &str) -> Result<Typed, Fault> {
        let at = self.parsed.member(expr);
        let (place, kind) = self.names.setting(name).map_err(|fault| Fault { at, ..fault })?;
        self.uses.settings.insert(place);
        Ok((Node::Setting(place), kind))
    }

    fn list(&mut self, expr: &IdedExpr, elements: &[IdedExpr]) -> Result<Typed, Fault> {
        let mut nodes = Vec::with_capacity(elements.len());
        let mut of: Option<Type> = None;
        for element in elements {
            let (node, kind) = self.typed(element)?;
            let at = self.start(element);
            if list_of(kind).is_none() {
                return Err(Fault::hinted(
                    at,
                    format!("a list cannot hold {}", a(kind)),
                    "list texts, numbers or bools",
                ));
            }
            match of {
                None => of = Some(kind),
                Some(first) if first == kind => {}
                Some(first) if comparable(first, kind) => of = Some(Type::Text),
                Some(first) => {
                    return Err(Fault::new(at, format!("a list of {first} cannot hold {}", a(kind))));
                }
            }
            nodes.push(node);
        }
        match of.and_then(list_of) {
            Some(kind) => Ok((Node::List(nodes), kind)),
            None => Err(Fault::hinted(self.parsed.token(expr), "this list is empty", "put something in it")),
        }
    }

    fn call(&mut self, expr: &IdedExpr, call: &CallExpr) -> Result<Typed, Fault> {
        let CallExpr { func_name, target, args } = call;
        let name = func_name.as_str();
        match (name, target, args.as_slice()) {
            (operators::LOGICAL_NOT, None, [of]) => Ok((Node::Not(Box::new(self.truth(of)?)), Type::Bool)),
            (operators::LOGICAL_AND, None, [left, right]) => {
                Ok((Node::And(Box::new([self.truth(left)?, self.truth(right)?])), Type::Bool))
            }
            (operators::LOGICAL_OR, None, [left, right]) => {
                Ok((Node::Or(Box::new([self.truth(left)?, self.truth(right)?])), Type::Bool))
            }
            (operators::EQUALS, None, [left, right]) => self.equal(expr, "==", left, right),
            (operators::NOT_EQUALS, None, [left, right]) => {
                let (equal, kind) = self.equal(expr, "!=", left, right)?;
                Ok((Node::Not(Box::new(equal)), kind))
            }
            (operators::LESS, None, [left, right]) => self.order(Order::Less, left, right),
            (operators::LESS_EQUALS, None, [left, right]) => self.order(Order::LessOrEqual, left, right),
            (operators::GREATER, None, [left, right]) => self.order(Order::Greater, left, right),
            (operators::GREATER_EQUALS, None, [left, right]) => self.order(Order::GreaterOrEqual, left, right),
            (operators::IN, None, [left, right]) => self.within(expr, left, right),
            (operators::CONDITIONAL, None, [test, yes, no]) => self.choice(test, yes, no),
            (operators::EXISTS | operators::ALL, Some(list), [variable, body]) => {
                self.quantified(expr, name, list, variable, body)
            }
            (operators::EXISTS | operators::ALL, _, _) => Err(Fault::hinted(
                self.parsed.name(expr, name),
                format!("`{name}` is not used like this"),
                format!("write `list.{name}(x, condition on x)`"),
            )),
            _ => self.function(expr, call),
        }
    }

    fn equal(&mut self, expr: &IdedExpr, sign: &str, left: &IdedExpr, right: &IdedExpr) -> Result<Typed, Fault> {
        let (left_node, left_kind) = self.typed(left)?;
        let (right_node, right_kind) = self.typed(right)?;
        if comparable(left_kind, right_kind) {
            return Ok((Node::Equal(Box::new([left_node, right_node])), Type::Bool));
        }
        let scalar = |kind| list_of(kind).is_some();
        let hint = if scalar(left_kind) && scalar(right_kind) {
            "compare values of one type"
        } else {
            "compare texts, numbers or bools; of a thing, compare its id; of a list, use exists, all, in or size"
        };
        Err(Fault::hinted(
            self.parsed.token(expr),
            format!("`{sign}` cannot compare {} with {}", a(left_kind), a(right_kind)),
            hint,
        ))
    }

    fn order(&mut self, order: Order, left: &IdedExpr, right: &IdedExpr) -> Result<Typed, Fault> {
        let operands = [self.number(left)?, self.number(right)?];
        Ok((Node::Order(order, Box::new(operands)), Type::Bool))
    }

    fn number(&mut self, expr: &IdedExpr) -> Result<Node, Fault> {
        match self.typed(expr)? {
            (node, Type::Number) => Ok(node),
            (_, kind) => Err(Fault::hinted(
                self.start(expr),
                format!("a number is needed here and this is {}", a(kind)),
                "only numbers have an order",
            )),
        }
    }

    fn within(&mut self, expr: &IdedExpr, left: &IdedExpr, right: &IdedExpr) -> Result<Typed, Fault> {
        let (left_node, left_kind) = self.typed(left)?;
        let (right_node, right_kind) = self.typed(right)?;
        match right_kind {
            Type::List(of) if comparable(left_kind, *of) => {
                Ok((Node::In(Box::new([left_node, right_node])), Type::Bool))
            }
            Type::List(_) => Err(Fault::hinted(
                self.parsed.token(expr),
                format!("`in` cannot look for {} in {}", a(left_kind), a(right_kind)),
                "look for a text, number or bool in a list of the same; for things, use exists",
            )),
            other => Err(Fault::hinted(
                self.start(right),
                format!("`in` looks into a list and this is {}", a(other)),
                if other.is_textual() { "use `.contains(…)`" } else { "name a list" },
            )),
        }
    }

    fn choice(&mut self, test: &IdedExpr, yes: &IdedExpr, no: &IdedExpr) -> Result<Typed, Fault> {
        let test = self.truth(test)?;
        let (yes_node, yes_kind) = self.typed(yes)?;
        let (no_node, no_kind) = self.typed(no)?;
        let kind = if yes_kind == no_kind {
            yes_kind
        } else if comparable(yes_kind, no_kind) {
            Type::Text
        } else {
            return Err(Fault::hinted(
                self.start(no),
                format!("`?:` gives {} here and {} there", a(yes_kind), a(no_kind)),
                "give the same type on both sides",
            ));
        };
        Ok((Node::If(Box::new([test, yes_node, no_node])), kind))
    }

    fn quantified(
        &mut self,
        expr: &IdedExpr,
        name: &str,
        list: &IdedExpr,
        variable: &IdedExpr,
        body: &IdedExpr,
    ) -> Result<Typed, Fault> {
        let at = self.parsed.name(expr, name);
        if self.variables.len() >= NESTED {
            return Err(Fault::hinted(
                at,
                format!("more than {NESTED} `exists` or `all` inside one another"),
                "ask for a fact that does the inner ones",
            ));
        }
        let (list_node, kind) = self.typed(list)?;
        let Type::List(of) = kind else {
            return Err(Fault::new(self.start(list), format!("`{name}` goes through a list and this is {}", a(kind))));
        };
        let Expr::Ident(variable_name) = &variable.expr else {
            return Err(Fault::hinted(
                self.start(variable),
                format!("`{name}` needs the name of a variable here"),
                format!("write `list.{name}(x, condition on x)`"),
            ));
        };
        let taken = variable_name == self.names.subject.name()
            || variable_name == "option"
            || self.variables.iter().any(|(held, _)| held == variable_name);
        if taken {
            return Err(Fault::hinted(
                self.start(variable),
                format!("`{variable_name}` already names something else here"),
                "choose another name",
            ));
        }
        self.variables.push((variable_name.clone(), *of));
        let slot = self.variables.len();
        let body = self.truth(body);
        self.variables.pop();
        let operands = Box::new([list_node, body?]);
        Ok((if name == operators::ALL { Node::All(operands, slot) } else { Node::Exists(operands, slot) }, Type::Bool))
    }

    fn function(&mut self, expr: &IdedExpr, call: &CallExpr) -> Result<Typed, Fault> {
        let CallExpr { func_name, target, args } = call;
        let at = self.parsed.name(expr, func_name);
        let Some(function) = FUNCTIONS.iter().find(|function| function.name == func_name) else {
            return Err(no_function(at, self.parsed.token(expr), func_name));
        };
        let operands: Vec<&IdedExpr> = target.as_deref().into_iter().chain(args).collect();
        let wanted: Vec<Takes> = std::iter::once(function.on).chain(function.takes.iter().copied()).collect();
        if (target.is_none() && !function.plain) || operands.len() != wanted.len() {
            return Err(Fault::hinted(
                at,
                format!("`{func_name}` is not used like this"),
                format!("write `{}`", function.usage()),
            ));
        }
        let mut nodes = Vec::with_capacity(operands.len());
        for (operand, takes) in operands.into_iter().zip(wanted) {
            let (node, kind) = self.typed(operand)?;
            if !takes.accepts(kind) {
                return Err(misfit(self.start(operand), function, takes, kind));
            }
            nodes.push(node);
        }
        Ok((Node::Call(function, nodes), function.gives))
    }

    /// The byte offset where an expression begins.
    fn start(&self, expr: &IdedExpr) -> usize {
        match &expr.expr {
            Expr::Select(select) => self.start(&select.operand),
            Expr::Call(call) => {
                let own = self.parsed.token(expr);
                let first = call.target.as_deref().or(call.args.first());
                match first {
                    // A call by name begins with the name, an operator with its first operand.
                    Some(_) if call.target.is_none() && is_name(&call.func_name) => {
                        self.parsed.name(expr, &call.func_name)
                    }
                    Some(first) => own.min(self.start(first)),
                    None => self.parsed.name(expr, &call.func_name),
                }
            }
            Expr::Literal(_)
            | Expr::Ident(_)
            | Expr::List(_)
            | Expr::Map(_)
            | Expr::Struct(_)
            | Expr::Comprehension(_)
            | Expr::Unspecified => self.parsed.token(expr),
        }
    }
}

fn is_name(function: &str) -> bool {
    function.chars().all(|character| character.is_ascii_alphanumeric() || character == '_')
}

/// Whether `==` may stand between two types: one type, or two that are both text.
pub(super) fn comparable(left: Type, right: Type) -> bool {
    (left.is_textual() && right.is_textual()) || (left == right && matches!(left, Type::Bool | Type::Number))
}

/// The type of a list of a scalar type.
fn list_of(kind: Type) -> Option<Type> {
    match kind {
        Type::Bool => Some(Type::List(&Type::Bool)),
        Type::Number => Some(Type::List(&Type::Number)),
        Type::Text => Some(Type::List(&Type::Text)),
        Type::Id => Some(Type::List(&Type::Id)),
        Type::Cidr => Some(Type::List(&Type::Cidr)),
        Type::Arn => Some(Type::List(&Type::Arn)),
        Type::Region => Some(Type::List(&Type::Region)),
        Type::Trace | Type::List(_) | Type::Thing(_) => None,
    }
}
