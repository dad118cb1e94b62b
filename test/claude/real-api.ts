/** Whether tests may ask Claude itself. A key in the environment is for the app, so spending from it in
 * a test requires an explicit opt-in. */
export const mayAskClaude =
  Boolean(process.env.ANTHROPIC_API_KEY) && process.env.CLAUDE_TEST === '1';

/** Ends the title of a test that is skipped otherwise, so that the report says why. */
export const whySkipped = mayAskClaude
  ? ''
  : ' (skipped: it spends tokens, so it needs ANTHROPIC_API_KEY and CLAUDE_TEST=1)';
