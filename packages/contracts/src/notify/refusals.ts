export const notifyRefusalTexts = {
  'security-not-mutable': {
    fr: 'Les messages sur votre compte ne se coupent pas : ils protègent votre accès.',
    en: 'Messages about your account cannot be switched off: they protect your access.',
  },
} as const
