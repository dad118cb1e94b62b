import { raw, type Sql } from 'sql-template-tag';

/**
 * The score of a recommendation, joined with its explanation `e`. The explanation's comes first: the
 * recommendation's may be rounded.
 */
export function recommendationScore(recommendation: string): Sql {
  return raw(`COALESCE(e.score, ${recommendation}.optimization_score)`);
}
