export default {
  offline: 'No network right now. Nothing has changed, try again.',
  unavailable: 'The service does not answer right now. Nothing is lost, try again.',
  personLeft: 'This account is no longer signed in in this browser.',
  unknown: 'That could not be done. Nothing has changed.',
} as const
