use super::*;
use crate::fit::terms::{LENGTH, dot};

fn close(a: &str, b: &str) -> f64 {
    let vector = |text: &str| {
        let mut bag = Bag::default();
        for it in read(text) {
            bag.put(it.concept, if it.known { 1.0 } else { 0.6 });
        }
        bag.widen(0.5);
        bag.into_vector(16, LENGTH)
    };
    f64::from(dot(&vector(a), &vector(b)).1) / f64::from(LENGTH * LENGTH)
}

fn labels(text: &str) -> Vec<&'static str> {
    read(text).iter().filter_map(|it| label(it.concept)).collect()
}

#[test]
fn other_words_for_the_same_thing_meet() {
    for (one, other) in [
        ("A video about us", "Film"),
        ("bookkeeping", "accounts"),
        ("Buchhaltung", "accountancy"),
        ("impact measurement", "Evaluation"),
        ("a poster and a leaflet", "printing"),
        ("repair café", "mending"),
        ("Übersetzung", "translation"),
        ("asylum seekers", "Refugees"),
        ("food_rescue", "food waste"),
        ("fairtrade_shop", "Weltladen"),
    ] {
        assert!(close(one, other) > 0.95, "{one} and {other}: {}", close(one, other));
    }
}

#[test]
fn what_only_sounds_alike_stays_apart() {
    for (one, other) in [
        ("web design", "interior design"),
        ("film", "photography"),
        ("social work", "social media"),
        ("a health clinic", "a bike clinic"),
    ] {
        let found = close(one, other);
        assert!(found < 0.55, "{one} and {other}: {found}");
    }
    for (one, other) in [("film", "accounts"), ("schools", "refugees"), ("bees", "law")] {
        assert_eq!(close(one, other), 0.0, "{one} and {other}");
    }
}

#[test]
fn the_narrower_is_near_the_broader() {
    let (near, far) = (close("small charities", "charities"), close("small charities", "NGOs"));
    assert!(near > far && far > 0.0, "{near} {far}");
    assert!(close("small charities", "local shops") < 0.1);
}

#[test]
fn what_a_thing_is_for_is_not_the_thing() {
    let found = read("A film for a funding bid");
    let heads: Vec<_> = found.iter().filter(|it| it.head).map(|it| label(it.concept)).collect();
    assert_eq!(heads, [Some("film")]);
    assert_eq!(labels("A film for a funding bid"), ["film", "bid writing"]);
    // Nothing was said before “for”.
    assert!(read("Looking for a film").iter().all(|it| it.head));
}

#[test]
fn unknown_words_meet_themselves_and_no_others() {
    assert_eq!(read("zither"), read("Zithers"));
    assert_ne!(read("zither"), read("hammock"));
    assert!(read("zither").iter().all(|it| !it.known && label(it.concept).is_none()));
    assert!(read("We can help you with it").is_empty());
    assert_eq!(read("кооператив"), read("Кооператив"));
}

#[test]
fn every_directory_word_of_this_field_is_known() {
    for tag in [
        "community garden",
        "social incubators",
        "vegetable box",
        "recycling food waste",
        "time banking",
        "no packing shop",
        "bicycle self-repair",
        "seed saving",
        "cohousing",
        "directdemocracy",
        "ethical finance education",
        "agroecology education",
        "mutual society aid",
        "lowincome_supermarket",
        "free space",
        "networking initiative",
    ] {
        assert!(read(tag).iter().all(|it| it.known), "{tag}: {:?}", read(tag));
    }
}

#[test]
fn bags_pack_into_strengths_shares_and_vectors() {
    let mut bag = Bag::default();
    bag.put(3, 0.5);
    bag.put(1, 1.0);
    bag.put(1, 0.2);
    bag.add(2, 0.1);
    let weights = |terms: Vec<Term>| terms.iter().map(|it| it.weight()).collect::<Vec<_>>();
    assert_eq!(weights(bag.clone().into_strengths(9)), [255, 26, 128]);
    assert_eq!(weights(bag.clone().into_strengths(2)), [255, 128]);
    assert_eq!(weights(bag.clone().into_shares(2)), [170, 85]);
    let vector = bag.into_vector(9, LENGTH);
    let length = f64::from(dot(&vector, &vector).1).sqrt();
    assert!((length - f64::from(LENGTH)).abs() < 2.0, "{length}");
    assert!(Bag::default().into_vector(9, LENGTH).is_empty());
}
