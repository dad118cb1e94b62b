import { askEntry, type Surroundings } from './ask';
import { Batches } from './batches';
import { Faults } from './faults';
import { type Answer, newId } from './message';
import { PromptCache } from './prompt-cache';
import type { Recorded } from './records';

/** What makes a house. */
interface Plan {
  readonly url: string;
  readonly key: string;
  readonly answer: Answer;
  readonly now: () => Date;
  readonly pollsUntilEnd: number | null;
}

/** What a server consists of, apart from its HTTP. */
export class House implements Surroundings {
  readonly key: string;
  readonly faults = new Faults();
  readonly records: Recorded[] = [];
  readonly batches: Batches;
  answer: Answer;
  cache: PromptCache;

  constructor({ key, answer, now, ...batches }: Plan) {
    this.key = key;
    this.answer = answer;
    this.cache = new PromptCache(now);
    this.batches = new Batches({ ...batches, now, ask: (entry) => this.#askEntry(entry) });
  }

  async #askEntry(entry: Recorded) {
    const record = { ...entry, id: newId('req') };
    this.records.push(record);
    const result = await askEntry(this, record, this.faults.take(record));
    record.answered = result.type === 'succeeded' ? 'ok' : result.type;
    return result;
  }
}
