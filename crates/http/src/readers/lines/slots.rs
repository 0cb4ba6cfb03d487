//! A list of which elements are let go while it grows; the places of the others stay.

use std::collections::{BTreeMap, HashSet};

pub(in crate::readers) struct Slots<T> {
    held: BTreeMap<usize, T>,
    /// Elements that there were.
    all: usize,
}

impl<T> Default for Slots<T> {
    fn default() -> Self {
        Slots { held: BTreeMap::new(), all: 0 }
    }
}

impl<T> Slots<T> {
    pub(in crate::readers) fn push(&mut self, element: T) {
        self.held.insert(self.all, element);
        self.all += 1;
    }

    /// Elements that there were: the place of the next one.
    pub(in crate::readers) fn len(&self) -> usize {
        self.all
    }

    pub(in crate::readers) fn get(&self, place: usize) -> Option<&T> {
        self.held.get(&place)
    }

    pub(in crate::readers) fn get_mut(&mut self, place: usize) -> Option<&mut T> {
        self.held.get_mut(&place)
    }

    pub(in crate::readers) fn last_mut(&mut self) -> Option<&mut T> {
        self.held.last_entry().map(|last| last.into_mut())
    }

    /// The elements that are held, in order.
    pub(in crate::readers) fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.held.values()
    }

    pub(in crate::readers) fn iter_mut(&mut self) -> impl DoubleEndedIterator<Item = &mut T> {
        self.held.values_mut()
    }

    /// The same with their places.
    pub(in crate::readers) fn places(&self) -> impl DoubleEndedIterator<Item = (usize, &T)> {
        self.held.iter().map(|(place, element)| (*place, element))
    }

    /// Lets go of all but the newest ones and those at the places that are `needed`.
    pub(in crate::readers) fn release(&mut self, newest: usize, needed: &HashSet<usize>) -> Vec<T> {
        let until = self.all.saturating_sub(newest);
        let released = self.held.extract_if(..until, |place, _| !needed.contains(place));
        released.map(|(_, element)| element).collect()
    }

    pub(in crate::readers) fn into_values(self) -> impl Iterator<Item = T> {
        self.held.into_values()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_stay_when_others_go() {
        let mut slots = Slots::default();
        (0..10).for_each(|number| slots.push(number));
        assert_eq!(slots.release(3, &HashSet::from([2])), [0, 1, 3, 4, 5, 6]);
        slots.push(10);
        assert_eq!((slots.len(), slots.get(2), slots.get(3), slots.get(10)), (11, Some(&2), None, Some(&10)));
        assert_eq!(slots.places().map(|(place, _)| place).collect::<Vec<_>>(), [2, 7, 8, 9, 10]);
    }
}
