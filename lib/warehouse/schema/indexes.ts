import { names } from '../names';

/**
 * What the embedded engine finds the rows of an account by, instead of reading all there are. Not
 * part of the schema: without, every answer is the same. Snowflake knows no such thing.
 */
export const indexes: readonly string[] = [
  ['CSM_ROUTING_RECOMMENDATIONS_OF_ACCOUNT', names.recommendations],
  ['CSM_ROUTING_DECISIONS_OF_ACCOUNT', names.decisions],
  ['CSM_ROUTING_REVIEWS_OF_ACCOUNT', names.reviews],
].map(([index, table]) => `CREATE INDEX IF NOT EXISTS ${index} ON ${table} (account_id)`);
