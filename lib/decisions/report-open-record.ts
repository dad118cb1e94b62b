import 'server-only';
import { z } from 'zod';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { parseInput } from '@/lib/server/parse-input';
import { presenceList } from '@/lib/server/presence';
import { recommendationId } from './input';

export const openRecordInput = z.object({
  /** Identifies the browser tab. */
  tab: z.uuid('must be a UUID'),
  /** Null if it has no recommendation open. */
  recommendationId: recommendationId.nullable(),
});

/** Records which recommendation a person's browser tab has open, for 30 seconds. */
export async function reportOpenRecord(
  { person }: Context,
  input: z.input<typeof openRecordInput>,
): Promise<null> {
  requireRole(person, 'viewer');
  const { tab, recommendationId: id } = parseInput(openRecordInput, input);
  presenceList().report(person, tab, id);
  return null;
}
