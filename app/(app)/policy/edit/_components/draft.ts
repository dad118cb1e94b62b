import { useSyncExternalStore } from 'react';
import { isAllowed } from '@/lib/policy/field-problem';
import type { FieldRange } from '@/lib/policy/field-range';
import { type FieldValue, fieldValue } from '@/lib/policy/field-values';
import { type FieldPath, policyFields } from '@/lib/policy/fields';
import type { Policy } from '@/lib/policy/policy';

/** What a control of the form has: a number as typed, or a chosen value. */
export type Entry = string | Exclude<FieldValue, number>;

/** Changes of a policy that are not published yet, as entered. */
export interface PolicyDraft {
  /** The version that was edited. */
  readonly basedOn: number;
  readonly entries: Readonly<Partial<Record<FieldPath, Entry>>>;
  readonly note: string;
}

/** The setting's value as its control has it. */
export function toEntry(path: FieldPath, value: FieldValue): Entry {
  if (typeof value !== 'number') {
    return value === null && policyFields.get(path)?.kind === 'number' ? '' : value;
  }
  const shown = policyFields.get(path)?.kind === 'share' ? value * 100 : value;
  // Without the digits that a share gains from binary arithmetic.
  return String(Number(shown.toPrecision(12)));
}

/** What an entry means; a text that is not a number stays a text, which no setting allows. */
function fromEntry(path: FieldPath, entry: Entry): FieldValue | string {
  if (typeof entry !== 'string') return entry;
  const text = entry.trim();
  if (text === '') return null;
  const number = Number(text);
  if (!Number.isFinite(number)) return text;
  return policyFields.get(path)?.kind === 'share' ? number / 100 : number;
}

/** The settings of a draft that differ from a policy, with their new values. */
export function draftChanges(
  { entries }: Pick<PolicyDraft, 'entries'>,
  policy: Policy,
): Partial<Record<FieldPath, FieldValue | string>> {
  const changes: Partial<Record<FieldPath, FieldValue | string>> = {};
  for (const [path, entry] of Object.entries(entries) as [FieldPath, Entry][]) {
    if (!policyFields.has(path)) continue;
    const value = fromEntry(path, entry);
    if (JSON.stringify(value) !== JSON.stringify(fieldValue(policy, path))) changes[path] = value;
  }
  return changes;
}

/** The settings of a draft whose value is not allowed. */
export function invalidFields(
  changes: ReturnType<typeof draftChanges>,
  ranges: Readonly<Partial<Record<FieldPath, FieldRange | null>>>,
): readonly FieldPath[] {
  return (Object.entries(changes) as [FieldPath, FieldValue | string][])
    .filter(([path, value]) => !isAllowed(path, value, ranges[path] ?? null))
    .map(([path]) => path);
}

const CHANGED = 'csm-routing.policy-draft';
const storageKey = (person: string) => `csm-routing.policy-draft:${person}`;

/** The person's draft in this browser; null without one, and on the server. */
export function useStoredDraft(person: string): PolicyDraft | null {
  const stored = useSyncExternalStore(
    subscribe,
    () => window.localStorage.getItem(storageKey(person)),
    () => null,
  );
  return parseDraft(stored);
}

/** Keeps a draft until it is published or discarded; null discards it. */
export function storeDraft(person: string, draft: PolicyDraft | null): void {
  if (draft) window.localStorage.setItem(storageKey(person), JSON.stringify(draft));
  else window.localStorage.removeItem(storageKey(person));
  window.dispatchEvent(new Event(CHANGED));
}

function subscribe(listener: () => void): () => void {
  window.addEventListener(CHANGED, listener);
  // Another tab.
  window.addEventListener('storage', listener);
  return () => {
    window.removeEventListener(CHANGED, listener);
    window.removeEventListener('storage', listener);
  };
}

let parsed: { readonly text: string; readonly draft: PolicyDraft | null } | null = null;

// Parsed once per text, so that the draft is referentially stable.
function parseDraft(text: string | null): PolicyDraft | null {
  if (text === null) return null;
  if (parsed?.text !== text) parsed = { text, draft: toDraft(text) };
  return parsed.draft;
}

/** Null for a text that another version of the program stored. */
function toDraft(text: string): PolicyDraft | null {
  try {
    const { basedOn, entries, note } = JSON.parse(text) as Partial<PolicyDraft>;
    const isDraft = typeof basedOn === 'number' && typeof entries === 'object' && entries !== null;
    return isDraft ? { basedOn, entries, note: String(note ?? '') } : null;
  } catch {
    return null;
  }
}
