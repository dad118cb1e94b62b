/** How the pages of figures read what they remember, of which nothing depends on the time of day. */
export const remembered = { maxAgeMs: 60_000, renewed: true } as const;
