import { randomBytes } from 'node:crypto';
import type {
  Message,
  MessageCreateParamsNonStreaming,
} from '@anthropic-ai/sdk/resources/messages';
import type { Distortion } from './faults';
import { type InputUsage, tokensOf } from './prompt-cache';

/** What Claude says to a question: what becomes JSON, or a text as it is. */
export type Responder = (asked: MessageCreateParamsNonStreaming) => unknown;

/** A name as the API makes them. */
export const newId = (prefix: string) => `${prefix}_01${randomBytes(11).toString('hex')}`;

/** The message that carries the answer, ended early where `max_tokens` does not suffice. */
export function buildMessage(
  asked: MessageCreateParamsNonStreaming,
  answer: unknown,
  input: InputUsage,
  tier: 'standard' | 'batch',
  how?: Distortion,
): Message {
  const whole = textOf(answer, how);
  const isCut = how === 'max-tokens' || tokensOf(whole.length) > asked.max_tokens;
  const text = how === 'max-tokens' ? half(whole) : whole.slice(0, asked.max_tokens * 4);
  const isRefused = how === 'refusal';
  const isEmpty = isRefused || how === 'empty-content';
  return {
    id: newId('msg'),
    type: 'message',
    role: 'assistant',
    model: asked.model,
    content: isEmpty ? [] : [{ type: 'text', text, citations: null }],
    stop_reason: isRefused ? 'refusal' : isCut ? 'max_tokens' : 'end_turn',
    stop_details: isRefused ? { type: 'refusal', category: null, explanation: null } : null,
    stop_sequence: null,
    container: null,
    diagnostics: null,
    usage: buildUsage(asked, input, isEmpty ? 1 : tokensOf(text.length), tier),
  };
}

function textOf(answer: unknown, how: Distortion | undefined): string {
  const said = how === undefined ? answer : distort(answer, how);
  const text = typeof said === 'string' ? said : JSON.stringify(said);
  if (how === 'prose') return 'Here is the review that you asked for.';
  return how === 'malformed-json' ? half(text) : text;
}

const half = (text: string) => text.slice(0, Math.floor(text.length / 2));

function buildUsage(
  asked: MessageCreateParamsNonStreaming,
  { fresh, written, read }: InputUsage,
  output: number,
  tier: 'standard' | 'batch',
): Message['usage'] {
  const isLong = JSON.stringify(asked).includes('"ttl":"1h"');
  return {
    input_tokens: fresh,
    cache_creation_input_tokens: written,
    cache_read_input_tokens: read,
    cache_creation: {
      ephemeral_5m_input_tokens: isLong ? 0 : written,
      ephemeral_1h_input_tokens: isLong ? written : 0,
    },
    output_tokens: output,
    output_tokens_details: null,
    server_tool_use: null,
    service_tier: tier,
    inference_geo: null,
    speed: null,
  };
}

type ReviewEntry = Record<string, unknown>;

/** Changes the answer as planned: it knows the one list in it, and the id and suggestion in there. */
function distort(answer: unknown, how: Distortion): unknown {
  if (typeof how === 'object') return how.change(structuredClone(answer));
  switch (how) {
    case 'wrong-ids':
      return changed(answer, (all) => all.map((each) => ({ ...each, ...changedId(each) })));
    case 'leave-one-out':
      return changed(answer, (all) => all.slice(0, -1));
    case 'add-one':
      return changed(answer, (all) => [...all, ...all.slice(0, 1).map(withChangedId)]);
    case 'double-one':
      return changed(answer, (all) => [...all, ...all.slice(0, 1)]);
    case 'suggest-outsider':
      return changed(answer, ([first = {}, ...rest]) => [
        { ...first, ...outsider(first) },
        ...rest,
      ]);
    default:
      return answer;
  }
}

function changed(answer: unknown, change: (entries: ReviewEntry[]) => ReviewEntry[]): unknown {
  const [name, entries] =
    Object.entries(answer as object).find(([, value]) => Array.isArray(value)) ?? [];
  if (name === undefined) throw new Error('There is no list in the answer to change');
  return { ...(answer as object), [name]: change(entries) };
}

function nameOf(entry: ReviewEntry, pattern: RegExp): string {
  const found = Object.keys(entry).find((name) => pattern.test(name));
  if (found === undefined) throw new Error(`Nothing in the answer is named like ${pattern}`);
  return found;
}

function changedId(entry: ReviewEntry): ReviewEntry {
  const name = nameOf(entry, /id$/i);
  const id = entry[name];
  return { [name]: typeof id === 'number' ? id + 900_000 : `9${id}` };
}

const withChangedId = (entry: ReviewEntry): ReviewEntry => ({ ...entry, ...changedId(entry) });

function outsider(entry: ReviewEntry): ReviewEntry {
  const name = nameOf(entry, /^suggest/i);
  return { verdict: 'reassign', [name]: 'Somebody Else' };
}
