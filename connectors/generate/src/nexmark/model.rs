//! The events of an online auction: who registers, what is put up for sale, who bids.
//!
//! The model is that of the Nexmark benchmark (Tucker, Tufte, Papadimos, Maier: "NEXMark – a benchmark for queries over data
//! streams", 2002) with the proportions and skews that its current implementations share. Of every 50 events one is a
//! person, three are auctions, 46 are bids; ids count up from 1000. Half of the bids go to the newest auction whose number
//! is a multiple of 100, three quarters come from such a person; the rest is uniform over the last 100 auctions and 1000
//! people, and ten ids of each that do not exist yet.
//!
//! Everything about event `n` is a function of the [`Settings`] and `n`: two runs, two shards and two engines see the same
//! events. Prices are computed without the machine's mathematical library, so that this holds across machines too.

use crate::random::{Sequence, Stream, below, unit};

/// What decides the events.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Another seed, other events.
    pub seed: u64,
    /// Events per second of event time; at least 1.
    pub event_rate: u64,
    /// The time of event 0, in milliseconds since 1970.
    pub first_event_ms: i64,
    /// Each event's time is earlier than its turn by 0 to this many milliseconds.
    pub disorder_ms: u64,
    /// The share of events, 0 to 1, that are late by `late_by_ms` more.
    pub late_rate: f64,
    /// How late those are, in milliseconds.
    pub late_by_ms: u64,
}

impl Default for Settings {
    /// Seed 0, 10 000 events a second from 2026-01-01 00:00:00 on, in order.
    fn default() -> Self {
        Settings { seed: 0, event_rate: 10_000, first_event_ms: 1_767_225_600_000, disorder_ms: 0, late_rate: 0.0, late_by_ms: 0 }
    }
}

/// The three kinds of event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Somebody registers.
    Person,
    /// Something is put up for sale.
    Auction,
    /// Somebody bids.
    Bid,
}

/// Events of one turn: a person, three auctions, 46 bids.
const TURN: u64 = 50;
const FIRST_ID: i64 = 1_000;
const FIRST_CATEGORY: i64 = 10;
const CATEGORIES: u64 = 5;
const ACTIVE_PEOPLE: u64 = 1_000;
const ACTIVE_AUCTIONS: u64 = 100;
/// Ids that are referred to before they exist.
const LEAD: u64 = 10;
const HOT: u64 = 100;
/// An auction is open for one event up to twice this many.
const HORIZON_EVENTS: u64 = 1_667;
const CHANNELS: u64 = 10_000;

const HOT_CHANNELS: [&str; 4] = ["Apple", "Google", "Facebook", "Baidu"];
const FIRST_NAMES: [&str; 12] =
    ["Ada", "Alan", "Barbara", "Dennis", "Edsger", "Frances", "Grace", "Jim", "Ken", "Leslie", "Margaret", "Niklaus"];
const LAST_NAMES: [&str; 10] = ["Adams", "Baker", "Carter", "Dixon", "Evans", "Foster", "Graham", "Hughes", "Irving", "Jones"];
/// Half of the six states are those that query 3 asks for (OR, ID, CA), each with the same share.
const PLACES: [(&str, &str); 12] = [
    ("Phoenix", "AZ"),
    ("Tucson", "AZ"),
    ("Los Angeles", "CA"),
    ("San Francisco", "CA"),
    ("Boise", "ID"),
    ("Nampa", "ID"),
    ("Portland", "OR"),
    ("Bend", "OR"),
    ("Seattle", "WA"),
    ("Kent", "WA"),
    ("Cheyenne", "WY"),
    ("Casper", "WY"),
];

impl Kind {
    /// The kind of event `n`.
    #[inline]
    pub fn of(event: u64) -> Self {
        match event % TURN {
            0 => Kind::Person,
            1..=3 => Kind::Auction,
            _ => Kind::Bid,
        }
    }

    /// Where events of this kind stand in a turn: the first, and how many.
    fn place(self) -> (u64, u64) {
        match self {
            Kind::Person => (0, 1),
            Kind::Auction => (1, 3),
            Kind::Bid => (4, 46),
        }
    }

    /// The event that is the `row`-th (from 0) of this kind.
    #[inline]
    pub fn event(self, row: u64) -> u64 {
        let (first, count) = self.place();
        row / count * TURN + first + row % count
    }

    /// How many of the first `events` events are of this kind.
    pub fn rows(self, events: u64) -> u64 {
        let (first, count) = self.place();
        events / TURN * count + (events % TURN).saturating_sub(first).min(count)
    }
}

/// The streams of random numbers, one per thing that is drawn.
#[derive(Clone, Debug)]
struct Streams {
    disorder: Stream,
    late: Stream,
    name: Stream,
    email: Stream,
    card: Stream,
    place: Stream,
    extra: Stream,
    item: Stream,
    description: Stream,
    first_price: Stream,
    reserve: Stream,
    duration: Stream,
    seller: Stream,
    category: Stream,
    auction: Stream,
    bidder: Stream,
    price: Stream,
    channel: Stream,
    url: Stream,
}

impl Streams {
    fn new(seed: u64) -> Self {
        let stream = |name| Stream::new(seed, name);
        Streams {
            disorder: stream("disorder"),
            late: stream("late"),
            name: stream("name"),
            email: stream("email"),
            card: stream("card"),
            place: stream("place"),
            extra: stream("extra"),
            item: stream("item"),
            description: stream("description"),
            first_price: stream("first price"),
            reserve: stream("reserve"),
            duration: stream("duration"),
            seller: stream("seller"),
            category: stream("category"),
            auction: stream("auction"),
            bidder: stream("bidder"),
            price: stream("price"),
            channel: stream("channel"),
            url: stream("url"),
        }
    }
}

/// The events under some settings. Its methods name an attribute and take the event's number, which must be of the
/// attribute's kind; texts are ASCII without quotes and backslashes, and are appended.
#[derive(Clone, Debug)]
pub struct Model {
    settings: Settings,
    streams: Streams,
}

impl Model {
    /// The events under `settings`.
    pub fn new(settings: Settings) -> Self {
        let settings = Settings { event_rate: settings.event_rate.max(1), ..settings };
        Model { streams: Streams::new(settings.seed), settings }
    }

    /// When the event happened, in milliseconds since 1970.
    #[inline]
    pub fn date_time(&self, event: u64) -> i64 {
        let turn = self.settings.first_event_ms + (event.wrapping_mul(1_000) / self.settings.event_rate) as i64;
        turn - self.disorder(event)
    }

    #[inline]
    fn disorder(&self, event: u64) -> i64 {
        let mut late_by = 0;
        if self.settings.disorder_ms > 0 {
            late_by = below(self.streams.disorder.at(event), self.settings.disorder_ms + 1);
        }
        if self.settings.late_rate > 0.0 && unit(self.streams.late.at(event)) < self.settings.late_rate {
            late_by += self.settings.late_by_ms;
        }
        late_by as i64
    }

    /// A person's id.
    pub fn person_id(&self, event: u64) -> i64 {
        FIRST_ID + (event / TURN) as i64
    }

    /// A person's first and last name.
    pub fn person_name(&self, event: u64, out: &mut Vec<u8>) {
        let mut random = self.streams.name.sequence(event);
        out.extend_from_slice(choose(&mut random, &FIRST_NAMES).as_bytes());
        out.push(b' ');
        out.extend_from_slice(choose(&mut random, &LAST_NAMES).as_bytes());
    }

    /// A person's mail address.
    pub fn person_email(&self, event: u64, out: &mut Vec<u8>) {
        let mut random = self.streams.email.sequence(event);
        letters(&mut random, 4, 8, out);
        out.push(b'@');
        letters(&mut random, 3, 6, out);
        out.extend_from_slice(b".com");
    }

    /// A person's card number: four groups of four digits.
    pub fn person_credit_card(&self, event: u64, out: &mut Vec<u8>) {
        let mut random = self.streams.card.sequence(event);
        for group in 0..4 {
            if group > 0 {
                out.push(b' ');
            }
            let digits = random.below(10_000);
            out.extend([1_000, 100, 10, 1].map(|place| b'0' + (digits / place % 10) as u8));
        }
    }

    fn place(&self, event: u64) -> (&'static str, &'static str) {
        PLACES[below(self.streams.place.at(event), PLACES.len() as u64) as usize]
    }

    /// A person's city.
    pub fn person_city(&self, event: u64, out: &mut Vec<u8>) {
        out.extend_from_slice(self.place(event).0.as_bytes());
    }

    /// A person's state, two letters.
    pub fn person_state(&self, event: u64, out: &mut Vec<u8>) {
        out.extend_from_slice(self.place(event).1.as_bytes());
    }

    /// Padding of about the size that makes a person 200 bytes.
    pub fn person_extra(&self, event: u64, out: &mut Vec<u8>) {
        letters(&mut self.streams.extra.sequence(event), 106, 158, out);
    }

    /// An auction's id.
    pub fn auction_id(&self, event: u64) -> i64 {
        FIRST_ID + (event / TURN * 3 + event % TURN - 1) as i64
    }

    /// What is sold.
    pub fn auction_item_name(&self, event: u64, out: &mut Vec<u8>) {
        words(&mut self.streams.item.sequence(event), 3, 20, out);
    }

    /// A description of it.
    pub fn auction_description(&self, event: u64, out: &mut Vec<u8>) {
        words(&mut self.streams.description.sequence(event), 3, 100, out);
    }

    /// The lowest bid, in cents.
    pub fn auction_initial_bid(&self, event: u64) -> i64 {
        price(self.streams.first_price.at(event))
    }

    /// The price below which it is not sold.
    pub fn auction_reserve(&self, event: u64) -> i64 {
        self.auction_initial_bid(event) + price(self.streams.reserve.at(event))
    }

    /// When the auction ends, in milliseconds since 1970.
    pub fn auction_expires(&self, event: u64) -> i64 {
        let horizon_ms = (HORIZON_EVENTS * 1_000 / self.settings.event_rate).max(1);
        self.date_time(event) + 1 + below(self.streams.duration.at(event), 2 * horizon_ms) as i64
    }

    /// Who sells: three quarters are the newest person whose number is a multiple of 100.
    pub fn auction_seller(&self, event: u64) -> i64 {
        let mut random = self.streams.seller.sequence(event);
        match random.below(4) {
            0 => self.any_person(event, &mut random),
            _ => hot_person(event),
        }
    }

    /// The category, 10 to 14.
    pub fn auction_category(&self, event: u64) -> i64 {
        FIRST_CATEGORY + below(self.streams.category.at(event), CATEGORIES) as i64
    }

    /// Padding of about the size that makes an auction 500 bytes.
    pub fn auction_extra(&self, event: u64, out: &mut Vec<u8>) {
        letters(&mut self.streams.extra.sequence(event), 312, 468, out);
    }

    /// What is bid on: half is the newest auction whose number is a multiple of 100.
    pub fn bid_auction(&self, event: u64) -> i64 {
        let newest = event / TURN * 3 + 2;
        let mut random = self.streams.auction.sequence(event);
        if random.below(2) == 0 {
            return FIRST_ID + (newest / HOT * HOT) as i64;
        }
        let oldest = newest.saturating_sub(ACTIVE_AUCTIONS);
        FIRST_ID + (oldest + random.below(newest - oldest + 1 + LEAD)) as i64
    }

    /// Who bids: three quarters are the person after the one who sells most.
    pub fn bid_bidder(&self, event: u64) -> i64 {
        let mut random = self.streams.bidder.sequence(event);
        match random.below(4) {
            0 => self.any_person(event, &mut random),
            _ => hot_person(event) + 1,
        }
    }

    /// The price, in cents: from 100 to 10⁸, uniform in its logarithm.
    pub fn bid_price(&self, event: u64) -> i64 {
        price(self.streams.price.at(event))
    }

    fn any_person(&self, event: u64, random: &mut Sequence) -> i64 {
        let people = event / TURN + 1;
        let active = people.min(ACTIVE_PEOPLE);
        FIRST_ID + (people - active + random.below(active + LEAD)) as i64
    }

    /// Half of the bids come by one of four channels, the others by one of 10 000: up to 3, from 4 on.
    fn channel(&self, event: u64) -> u64 {
        let mut random = self.streams.channel.sequence(event);
        if random.below(2) == 0 { random.below(4) } else { 4 + random.below(CHANNELS) }
    }

    /// The channel's name: one of four well-known ones, or `channel-` and a number below 10 000.
    pub fn bid_channel(&self, event: u64, out: &mut Vec<u8>) {
        match self.channel(event) {
            hot @ 0..4 => out.extend_from_slice(HOT_CHANNELS[hot as usize].as_bytes()),
            other => {
                out.extend_from_slice(b"channel-");
                push_number(other - 4, out);
            }
        }
    }

    /// The channel's address, the same for every bid of a channel. Nine in ten of the 10 000 have a `channel_id`.
    pub fn bid_url(&self, event: u64, out: &mut Vec<u8>) {
        let channel = self.channel(event);
        let mut random = self.streams.url.sequence(channel);
        out.extend_from_slice(b"https://www.nexmark.com/");
        for _ in 0..3 {
            letters(&mut random, 3, 5, out);
            out.push(b'/');
        }
        out.extend_from_slice(b"item.htm?query=1");
        if channel >= 4 && random.below(10) > 0 {
            out.extend_from_slice(b"&channel_id=");
            push_number(random.below(1 << 31), out);
        }
    }

    /// Padding of about the size that makes a bid 100 bytes.
    pub fn bid_extra(&self, event: u64, out: &mut Vec<u8>) {
        letters(&mut self.streams.extra.sequence(event), 54, 81, out);
    }
}

fn hot_person(event: u64) -> i64 {
    FIRST_ID + (event / TURN / HOT * HOT) as i64
}

fn choose<'a>(random: &mut Sequence, names: &[&'a str]) -> &'a str {
    names[random.below(names.len() as u64) as usize]
}

fn letters(random: &mut Sequence, shortest: u64, longest: u64, out: &mut Vec<u8>) {
    let length = shortest + random.below(longest - shortest + 1);
    random.letters(length as usize, out);
}

/// Letters with a space in every eighth place, the last one excepted.
fn words(random: &mut Sequence, shortest: u64, longest: u64, out: &mut Vec<u8>) {
    let start = out.len();
    letters(random, shortest, longest, out);
    let last = out.len() - start - 1;
    out[start..].iter_mut().take(last).skip(7).step_by(8).for_each(|letter| *letter = b' ');
}

/// Appends a whole number.
pub(super) fn push_number(mut number: u64, out: &mut Vec<u8>) {
    let mut digits = [0; 20];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            return out.extend_from_slice(&digits[at..]);
        }
    }
}

/// Of 9 down to 1: a division per term would cost more than all the rest.
const RECIPROCALS: [f64; 9] = [1.0 / 9.0, 1.0 / 8.0, 1.0 / 7.0, 1.0 / 6.0, 1.0 / 5.0, 1.0 / 4.0, 1.0 / 3.0, 1.0 / 2.0, 1.0];

/// 10^(6u) × 100, rounded, for a uniform u: 2^x by the bits of a double and a polynomial, with the four
/// operations only, which are the same on every machine.
fn price(random: u64) -> i64 {
    let exponent = unit(random) * 6.0 * std::f64::consts::LOG2_10;
    let whole = exponent as u64;
    // The Taylor series of 2^y around ½, by Horner's rule; its error at the ends is below 10⁻¹¹.
    let y = (exponent - whole as f64 - 0.5) * std::f64::consts::LN_2;
    let series = RECIPROCALS.iter().fold(1.0, |sum, reciprocal| 1.0 + y * reciprocal * sum);
    let power = std::f64::consts::SQRT_2 * series * f64::from_bits((1_023 + whole) << 52);
    (power * 100.0 + 0.5) as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(events: impl Iterator<Item = u64>, holds: impl Fn(u64) -> bool) -> f64 {
        let (mut all, mut held) = (0.0, 0.0);
        for event in events {
            all += 1.0;
            held += f64::from(holds(event));
        }
        held / all
    }

    fn bids() -> impl Iterator<Item = u64> {
        (1_000_000..1_050_000).filter(|&event| Kind::of(event) == Kind::Bid)
    }

    fn about(actual: f64, expected: f64) {
        assert!((actual - expected).abs() < 0.015, "{actual} is not about {expected}");
    }

    fn text(write: impl Fn(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn rows_of_a_kind_and_events_map_to_each_other() {
        for kind in [Kind::Person, Kind::Auction, Kind::Bid] {
            let events: Vec<u64> = (0..1_000).filter(|&event| Kind::of(event) == kind).collect();
            let by_row: Vec<u64> = (0..events.len() as u64).map(|row| kind.event(row)).collect();
            assert_eq!(by_row, events);
            for n in 0..200 {
                assert_eq!(kind.rows(n), events.iter().filter(|&&event| event < n).count() as u64);
            }
        }
    }

    #[test]
    fn ids_count_up_from_a_thousand() {
        let model = Model::new(Settings::default());
        let ids = |kind: Kind, id: fn(&Model, u64) -> i64| (0..9).map(|row| id(&model, kind.event(row))).collect::<Vec<_>>();
        assert_eq!(ids(Kind::Person, Model::person_id), (1_000..1_009).collect::<Vec<_>>());
        assert_eq!(ids(Kind::Auction, Model::auction_id), (1_000..1_009).collect::<Vec<_>>());
    }

    // The shares that features of the benchmark's queries rest on.
    #[test]
    fn hot_keys_have_their_shares() {
        let model = Model::new(Settings::default());
        about(share(bids(), |n| model.bid_auction(n) % 100 == 0), 0.5 + 0.5 / 111.0);
        about(share(bids(), |n| model.bid_bidder(n) == hot_person(n) + 1), 0.75);
        about(share(bids(), |n| model.channel(n) < 4), 0.5);
        about(share(bids(), |n| text(|out| model.bid_url(n, out)).contains("&channel_id=")), 0.45);
        let auctions = || (0..200_000).map(|row| Kind::Auction.event(row)).take(20_000);
        about(share(auctions(), |n| model.auction_seller(n) == hot_person(n)), 0.75);
        about(share(auctions(), |n| model.auction_category(n) == 10), 0.2);
        let people = (0..20_000).map(|row| Kind::Person.event(row));
        about(share(people, |n| ["OR", "ID", "CA"].contains(&model.place(n).1)), 0.5);
    }

    #[test]
    fn references_stay_near_the_newest() {
        let model = Model::new(Settings { seed: 5, ..Settings::default() });
        for event in bids() {
            let newest = 1_000 + (event / 50 * 3 + 2) as i64;
            assert!((newest - 100..=newest + 10).contains(&model.bid_auction(event)));
            let newest = model.person_id(event);
            assert!((newest - 1_000..=newest + 10).contains(&model.bid_bidder(event)));
        }
        assert!((0..50).all(|n| (1_000..1_020).contains(&model.bid_auction(n))));
    }

    #[test]
    fn prices_are_uniform_in_their_logarithm() {
        assert_eq!((price(0), price(u64::MAX)), (100, 100_000_000));
        for n in 0..10_000u64 {
            let bits = n << 50;
            let exact = (10f64.powf(6.0 * unit(bits)) * 100.0).round();
            assert!((price(bits) as f64 - exact).abs() <= 1.0, "{} {exact}", price(bits));
        }
        let model = Model::new(Settings::default());
        about(share(bids(), |n| model.bid_price(n) < 100_000), 0.5);
    }

    #[test]
    fn event_time_has_its_rate_its_disorder_and_its_late_rows() {
        let ordered = Model::new(Settings { event_rate: 1_000, first_event_ms: 5_000, ..Settings::default() });
        assert_eq!((ordered.date_time(0), ordered.date_time(1), ordered.date_time(2_500)), (5_000, 5_001, 7_500));
        let settings = Settings { disorder_ms: 300, late_rate: 0.1, late_by_ms: 60_000, ..ordered.settings.clone() };
        let disordered = Model::new(settings);
        let delay = |n| ordered.date_time(n) - disordered.date_time(n);
        assert!((0..10_000).all(|n| (0..=300).contains(&delay(n)) || (60_000..=60_300).contains(&delay(n))));
        about(share(0..10_000, |n| delay(n) >= 60_000), 0.1);
        about(share(0..10_000, |n| delay(n) % 60_000 < 150), 0.5);
    }

    #[test]
    fn texts_have_their_form() {
        let model = Model::new(Settings::default());
        for row in 0..1_000 {
            let (person, auction, bid) = (Kind::Person.event(row), Kind::Auction.event(row), Kind::Bid.event(row));
            let card = text(|out| model.person_credit_card(person, out));
            assert!(card.len() == 19 && card.split(' ').all(|g| g.len() == 4 && g.bytes().all(|b| b.is_ascii_digit())), "{card}");
            let url = text(|out| model.bid_url(bid, out));
            assert_eq!(url.split('/').count(), 7, "{url}");
            let name = text(|out| model.auction_item_name(auction, out));
            assert!((3..=20).contains(&name.len()) && name.trim() == name, "{name:?}");
            assert!(model.auction_expires(auction) > model.date_time(auction));
            assert!(model.auction_reserve(auction) > model.auction_initial_bid(auction));
        }
    }
}
