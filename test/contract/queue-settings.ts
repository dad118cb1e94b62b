import { describe, expect, it } from 'vitest';
import { preferencesOf, upsertPreference } from '@/lib/warehouse/sql/preferences';
import {
  deleteQueueView,
  insertQueueView,
  queueViewsFor,
  type StoredQueueView,
  updateQueueView,
} from '@/lib/warehouse/sql/queue-views';
import { edgeCaseStrings, stringOfLength } from './edge-cases';
import type { ContractHarness } from './harness';
import { hoursLater, now } from './rows';

const mia = { email: 'mia@example.com', name: 'Mia' };
const zoe = { email: 'zoe@example.com', name: edgeCaseStrings[0] };

const newView = (overrides: Partial<StoredQueueView> = {}): StoredQueueView => ({
  id: 'v-1',
  name: 'Red',
  query: '?health=red',
  owner: mia,
  shared: false,
  ...overrides,
});

/** Statements on what people save about the queue: views and preferences. */
export function describeQueueSettings(harness: ContractHarness): void {
  const views = (email: string) => harness.read(queueViewsFor(email));

  describe('saved views of the queue', () => {
    it('are listed for their owner, and for everyone if shared, oldest first', async () => {
      expect(await views(mia.email)).toEqual([]);
      const query = `?q=${stringOfLength(1_900)}`;
      const own = newView({ name: edgeCaseStrings[5], query });
      const shared = newView({ id: 'v-2', name: edgeCaseStrings[4], owner: zoe, shared: true });
      const hidden = newView({ id: 'v-3', owner: zoe });
      await harness.write(
        insertQueueView(own, hoursLater(2)),
        insertQueueView(shared, hoursLater(1)),
        insertQueueView(hidden, now),
      );
      expect(await views(mia.email)).toEqual([shared, own]);
      expect(await views(zoe.email)).toEqual([hidden, shared]);
    });

    it('are inserted once per ID, changed, and deleted', async () => {
      const view = newView();
      expect(await harness.write(insertQueueView(view, now))).toEqual([1]);
      expect(await harness.write(insertQueueView({ ...view, name: 'Again' }, now))).toEqual([0]);
      const changed = { ...view, name: edgeCaseStrings[1], query: '', shared: true };
      expect(await harness.write(updateQueueView(changed, hoursLater(1)))).toEqual([1]);
      expect(await views('other@example.com')).toEqual([changed]);
      expect(await harness.write(deleteQueueView('v-2'), deleteQueueView('v-1'))).toEqual([0, 1]);
      expect(await views(mia.email)).toEqual([]);
    });
  });

  describe('preferences', () => {
    it('are read by person, and replaced by name', async () => {
      const value = JSON.stringify(edgeCaseStrings);
      const preference = { email: mia.email, name: 'queue', value, at: now };
      expect(await harness.read(preferencesOf(mia.email))).toEqual([]);
      expect(await harness.write(upsertPreference({ ...preference, value: '{}' }))).toEqual([1]);
      expect(await harness.write(upsertPreference({ ...preference, name: 'a' }))).toEqual([1]);
      expect(await harness.write(upsertPreference({ ...preference, email: 'b@c.d' }))).toEqual([1]);
      expect(await harness.write(upsertPreference(preference))).toEqual([1]);
      expect(await harness.read(preferencesOf(mia.email))).toEqual([
        { name: 'a', value },
        { name: 'queue', value },
      ]);
    });
  });
}
