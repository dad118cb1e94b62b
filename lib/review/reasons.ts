/** Why recommendations were not reviewed, in words for the run's page. */
export const unreviewedReasons = {
  no_key: 'Review is off: ANTHROPIC_API_KEY is not set.',
  bad_key: 'Claude refused the key. Check ANTHROPIC_API_KEY and what it may use.',
  timeout: 'Claude did not answer in the time that the policy allows for a review.',
  overloaded: 'Claude is overloaded or this key is over its rate limit. Try again in some minutes.',
  malformed: 'Claude’s answer left these out or could not be read, also when asked again.',
  refused: 'Claude declined to review these.',
  over_budget: 'The tokens that the policy allows for this month are spent.',
  interrupted: 'The review was stopped before it was done.',
  unavailable:
    'Claude could not be reached or did not accept the request. The log has the details.',
} as const;

export type ReasonCode = keyof typeof unreviewedReasons;
