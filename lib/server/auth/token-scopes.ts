/** Everything that an API token may be allowed to do, with the words for it. */
export const tokenScopes = {
  'runs:start': 'Start, review, and cancel runs',
  'runs:read': 'Read runs and their progress',
  exports: 'Download exports',
} as const;

export type TokenScope = keyof typeof tokenScopes;

export const allTokenScopes = Object.keys(tokenScopes) as [TokenScope, ...TokenScope[]];
