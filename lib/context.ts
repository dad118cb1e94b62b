import type { Person } from '@/lib/auth/person';
import type { ClaudeSettings } from '@/lib/env';
import type { Warehouse } from '@/lib/warehouse/types';

/** What every verb is given: where the data is, who asks, and what time it is. */
export interface Context {
  readonly warehouse: Warehouse;
  readonly person: Person;
  readonly now: () => Date;
  /** How Claude is reached; review is off without. */
  readonly claude?: ClaudeSettings | undefined;
}
