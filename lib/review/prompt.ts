import { version1 } from './prompts/1';

/** What Claude is told before the data. A published version is never changed: agreement with the
 * managers is measured by version, and the layout of the data in `brief.ts` belongs to it. */
export interface Prompt {
  readonly version: number;
  /** The same bytes for every request: nothing of the data may be written into it. */
  readonly system: string;
}

/** The version that is asked with. */
export const currentPrompt: Prompt = version1;
