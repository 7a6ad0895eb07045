export default {
  toPlaces: 'The places and their hours',
  soon: {
    toMaterials: 'See the materials',
    toPlaces: 'See the places',
    worksites: {
      title: 'Worksites',
      text: 'Dates, roles and places to take come with a later version.',
      meanwhile: 'The materials are there already.',
    },
    impact: {
      title: 'Impact',
      text: 'The figures of the place come with a later version.',
      meanwhile: 'Each lot of materials shows its own already, with the calculation.',
    },
    network: {
      title: 'Network',
      text: 'Skills and the map of the network come with a later version.',
      meanwhile: 'The list of places is there already.',
    },
    exchange: {
      title: 'Mutual aid',
      text: 'Helping hands and loans between neighbours come with a later version.',
      meanwhile: 'The welcome desk of each place takes notices already.',
    },
  },
  note: {
    help: {
      title: 'Help',
      basket: {
        what: 'Going to the market',
        words: 'What you add is kept for you, the time left stands beside it. Confirm before it ends, pay at pick-up.',
      },
      hold: {
        what: 'Reserving a material',
        words: 'Choose how much, then Reserve. The depot keeps it for you until the date shown. You pay there.',
      },
      change: {
        what: 'Changing your mind',
        words: 'An order can be changed or cancelled until the hour written on it. A reservation is released with one key.',
      },
      lot: { what: 'A lot', words: 'Pieces that are alike, from the same building, in the same depot. Take all of it or a part.' },
      passport: { what: 'The passport', words: 'Where a lot comes from, its condition, what was checked.' },
      measure: {
        what: 'The sizes',
        words: 'Length × width × thickness, in millimetres, as carpenters write them: 1,000 mm are one metre.',
      },
      co2: {
        what: 'CO₂e avoided',
        words: 'What making it new would have emitted, less the transport. In brackets, from lowest to highest.',
      },
      person: { what: 'Talking to somebody', words: 'The welcome desk of your place answers during its opening hours.' },
    },
    rules: {
      title: 'Rules of the place',
      kept: { what: 'Kept, then released', words: 'What is kept and not confirmed in time is free for all again.' },
      weighed: {
        what: 'By real weight',
        words: 'What is weighed is paid at its real weight, never more than the cap shown without your consent.',
      },
      due: { what: 'An order not picked up', words: 'It remains due: these are fresh products.' },
      free: { what: 'A reservation not picked up', words: 'It is released on its date, at no charge.' },
      whole: { what: 'All of the rules', words: 'They hang at the welcome desk. They come here with a later version.' },
    },
    accessibility: {
      title: 'Accessibility',
      aim: {
        what: 'What we aim at',
        words: 'WCAG 2.2, level AA, on each screen, in French and English. An automatic check runs on every version.',
      },
      keys: {
        what: 'With the keyboard',
        words: 'Everything can be done without a mouse. The / key goes to the search, Escape closes a window.',
      },
      sight: { what: 'To see better', words: 'Appearance, at the foot of each page: light, dark or full sun. Zoom goes up to 400%.' },
      tell: { what: 'Something is in the way', words: 'Tell the welcome desk of your place: it counts as a breakdown.' },
    },
    privacy: {
      title: 'Privacy',
      trackers: { what: 'No tracker', words: 'No audience measurement, no font and no picture from elsewhere.' },
      kept: { what: 'What we keep', words: 'Your name, your e-mail address, your orders, your reservations and your messages.' },
      yours: {
        what: 'Your rights',
        words: 'Ask the welcome desk of your place for your data or their erasure. Doing it yourself comes with a later version.',
      },
    },
  },
} as const
