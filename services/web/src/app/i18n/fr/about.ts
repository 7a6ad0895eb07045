export default {
  toPlaces: 'Les lieux et leurs heures',
  soon: {
    toMaterials: 'Voir les matériaux',
    toPlaces: 'Voir les lieux',
    worksites: {
      title: 'Chantiers',
      text: 'Les dates, les rôles et les places à prendre arrivent avec une prochaine version.',
      meanwhile: 'Les matériaux, eux, sont déjà là.',
    },
    impact: {
      title: 'Impact',
      text: 'Les chiffres du lieu arrivent avec une prochaine version.',
      meanwhile: 'Chaque lot de matériaux montre déjà le sien, avec son calcul.',
    },
    network: {
      title: 'Réseau',
      text: 'Les compétences et la carte du réseau arrivent avec une prochaine version.',
      meanwhile: 'La liste des lieux est déjà là.',
    },
    exchange: {
      title: 'Entraide',
      text: 'Les coups de main et les prêts entre voisins arrivent avec une prochaine version.',
      meanwhile: 'L’accueil de chaque lieu prend déjà les annonces.',
    },
  },
  note: {
    help: {
      title: 'Aide',
      basket: {
        what: 'Faire son marché',
        words: 'Ce que vous ajoutez vous est gardé, le temps qui reste est écrit à côté. Validez avant la fin, payez au retrait.',
      },
      hold: {
        what: 'Réserver un matériau',
        words: 'Choisissez la quantité, puis Réserver. Le dépôt vous la garde jusqu’à la date affichée. Vous payez sur place.',
      },
      change: {
        what: 'Changer d’avis',
        words: 'Une commande se modifie ou s’annule jusqu’à l’heure écrite dessus. Une réservation se libère d’une touche.',
      },
      lot: { what: 'Un lot', words: 'Des pièces pareilles, venues du même endroit et rangées au même dépôt. On en prend tout ou partie.' },
      passport: { what: 'Le passeport', words: 'D’où vient un lot, dans quel état il est, ce qui a été contrôlé.' },
      measure: {
        what: 'Les mesures',
        words: 'Longueur × largeur × épaisseur, en millimètres, comme chez le menuisier : 1 000 mm font un mètre.',
      },
      co2: {
        what: 'CO₂e évités',
        words: 'Ce que fabriquer du neuf aurait émis, moins le transport. Entre parenthèses, du plus bas au plus haut.',
      },
      person: { what: 'Parler à quelqu’un', words: 'L’accueil de votre lieu répond pendant ses heures d’ouverture.' },
    },
    rules: {
      title: 'Règles du lieu',
      kept: { what: 'Gardé, puis libéré', words: 'Ce qui est gardé et n’est pas validé à temps redevient libre pour tous.' },
      weighed: {
        what: 'Au poids réel',
        words: 'Ce qui se pèse est payé au poids réel, jamais plus que le plafond affiché sans votre accord.',
      },
      due: { what: 'Commande non retirée', words: 'Elle reste due : ce sont des produits frais.' },
      free: { what: 'Réservation non retirée', words: 'Elle se libère à sa date, sans frais.' },
      whole: { what: 'Le règlement entier', words: 'Il est affiché à l’accueil. Il viendra ici avec une prochaine version.' },
    },
    accessibility: {
      title: 'Accessibilité',
      aim: {
        what: 'Ce que nous visons',
        words: 'WCAG 2.2, niveau AA, sur chaque écran, en français et en anglais. Un contrôle automatique passe à chaque version.',
      },
      keys: { what: 'Au clavier', words: 'Tout se fait sans souris. La touche / mène à la recherche, Échap ferme une fenêtre.' },
      sight: {
        what: 'Pour mieux voir',
        words: 'Apparence, au bas de chaque page : claire, sombre ou plein soleil. Le zoom va jusqu’à 400 %.',
      },
      tell: { what: 'Quelque chose bloque', words: 'Dites-le à l’accueil de votre lieu : cela compte comme une panne.' },
    },
    privacy: {
      title: 'Confidentialité',
      trackers: { what: 'Pas de traceur', words: 'Aucune mesure d’audience, aucune police ni image venue d’ailleurs.' },
      kept: { what: 'Ce que nous gardons', words: 'Votre nom, votre adresse courriel, vos commandes, vos réservations et vos messages.' },
      yours: {
        what: 'Vos droits',
        words: 'Demandez vos données ou leur effacement à l’accueil de votre lieu. Le faire soi-même viendra avec une prochaine version.',
      },
    },
  },
} as const
