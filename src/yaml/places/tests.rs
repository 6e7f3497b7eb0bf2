use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::diagnostic::{Report, Sources};
use crate::yaml::{Entry, parse};

#[test]
fn a_datum_is_found_where_it_was_written() {
    let text = "年度: 2014\n学校:\n- {名称: 一小, 电话: '0930'}\n- {名称: 二小}\n";
    let mut sources = Sources::new();
    let source = sources.add("01.yaml", text);
    let schema = schemars::json_schema!({});
    let tree = parse(source, text, &schema, &mut Report::new()).unwrap();
    let places = Places::of(tree);
    let second = places.at("/学校/1").unwrap();
    assert_eq!(sources.text(second.span), "{名称: 二小}");
    assert_eq!(sources.text(second.key_span("名称").unwrap()), "名称");
    assert_eq!(sources.text(second.get("名称").unwrap().span), "二小");
    assert!(places.at("/学校/2").is_none() && places.at("/学校/名称").is_none());
    let texts: Vec<_> = places.at("/学校/0").unwrap().texts().collect();
    let phone = places.at("/学校/0/电话").unwrap().span;
    assert_eq!(sources.text(phone), "'0930'");
    assert_eq!(texts[1], ("0930", phone));
}

/// Of two files, in any order.
fn span() -> impl Strategy<Value = Span> {
    let mut sources = Sources::new();
    let files = vec![sources.add("01.yaml", ""), sources.add("02.yaml", "")];
    (select(files), 0..999usize, 0..999usize)
        .prop_map(|(f, start, end)| Span::new(f, start, end))
}

fn node() -> impl Strategy<Value = Node> {
    let scalar = (".{0,3}", any::<bool>())
        .prop_map(|(text, quoted)| Tree::Scalar { text: text.into(), quoted });
    let leaf = prop_oneof![3 => scalar, 1 => Just(Tree::Unreadable)];
    let leaf = (span(), leaf).prop_map(|(span, tree)| Node { span, tree });
    leaf.prop_recursive(4, 40, 6, |node| {
        let entry = (select(&["甲", "乙", "0"][..]), span(), node.clone())
            .prop_map(|(key, key_span, value)| Entry { key: key.into(), key_span, value });
        let tree = prop_oneof![
            vec(node, 0..6).prop_map(Tree::Sequence),
            vec(entry, 0..6).prop_map(Tree::Mapping),
        ];
        (span(), tree).prop_map(|(span, tree)| Node { span, tree })
    })
}

fn texts(node: &Node) -> Vec<(&str, Span)> {
    match &node.tree {
        Tree::Scalar { text, .. } => vec![(text, node.span)],
        Tree::Unreadable => Vec::new(),
        Tree::Sequence(items) => items.iter().flat_map(texts).collect(),
        Tree::Mapping(entries) => entries.iter().flat_map(|e| texts(&e.value)).collect(),
    }
}

fn key_span(node: &Node, key: &str) -> Option<Span> {
    let Tree::Mapping(entries) = &node.tree else { return None };
    entries.iter().find(|entry| entry.key == key).map(|entry| entry.key_span)
}

proptest! {
    #[test]
    fn a_packed_tree_answers_as_the_tree_does(
        tree in node(),
        paths in vec("(/(甲|乙|[0-6])){0,4}", 64),
    ) {
        let kept = KeptPlaces::new(Places::of(tree.clone()));
        // Put away and taken out again they are what they were.
        for _ in 0..2 {
            kept.open();
            kept.put_away();
            kept.put_away();
        }
        let places = kept.open();
        for path in paths {
            let (place, node) = (places.at(&path), tree.at(&path));
            prop_assert_eq!(place.map(|p| p.span), node.map(|n| n.span), "{}", path);
            let (Some(place), Some(node)) = (place, node) else { continue };
            prop_assert_eq!(place.texts().collect::<Vec<_>>(), texts(node), "{}", path);
            for key in ["甲", "乙", "0"] {
                prop_assert_eq!(place.key_span(key), key_span(node, key), "{}", path);
            }
        }
    }
}
