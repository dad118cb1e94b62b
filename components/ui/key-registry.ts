'use client';

import { isCommand, isKey } from './key-match';

/** A shortcut: its keys, what it does in words, and the doing. */
export interface KeyBinding {
  /** One step (`a`, `Shift+x`, `Mod+k`) or several with a space between (`g q`). */
  readonly keys: string;
  readonly label: string;
  readonly group?: string;
  readonly run: () => void;
  /** Lets a held key repeat; for moving, never for deciding. */
  readonly repeats?: boolean;
  /** False switches it off without losing its line in the list of shortcuts. */
  readonly enabled?: boolean;
}

const sequenceWindow = 1_200;
const offKey = 'single-key-shortcuts';

let sets: readonly (readonly KeyBinding[])[] = [];
let listed: readonly KeyBinding[] = [];
let pending: { readonly step: string; readonly at: number } | undefined;
const listeners = new Set<() => void>();

/** Puts shortcuts into force, the newest set first; answers how to take them back. */
export function registerKeys(bindings: readonly KeyBinding[]): () => void {
  if (sets.length === 0) document.addEventListener('keydown', onKeyDown);
  change([bindings, ...sets]);
  return () => {
    change(sets.filter((set) => set !== bindings));
    if (sets.length === 0) document.removeEventListener('keydown', onKeyDown);
  };
}

/** Every shortcut in force. */
export function registeredKeys(): readonly KeyBinding[] {
  return listed;
}

export function subscribeKeys(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether keys without Ctrl or Cmd work; people who speak to their computer switch them off. */
export function singleKeysOn(): boolean {
  return window.localStorage.getItem(offKey) !== 'off';
}

export function setSingleKeys(on: boolean): void {
  window.localStorage.setItem(offKey, on ? 'on' : 'off');
  for (const listener of listeners) listener();
}

function change(next: typeof sets) {
  sets = next;
  listed = sets.flat();
  for (const listener of listeners) listener();
}

function onKeyDown(event: KeyboardEvent) {
  if (event.defaultPrevented || event.isComposing) return;
  const quiet = isTyping(event.target) || isCovered() || !singleKeysOn();
  const candidates = listed.filter(
    (binding) => binding.enabled !== false && (!quiet || isCommand(binding.keys)),
  );
  const before =
    pending && event.timeStamp - pending.at < sequenceWindow ? pending.step : undefined;
  pending = undefined;
  const hit = candidates.find((binding) => {
    const steps = binding.keys.split(' ');
    const last = steps[steps.length - 1] ?? '';
    return (steps.length === 1 ? before === undefined : steps[0] === before) && isKey(last, event);
  });
  if (hit) {
    if (activates(event)) return;
    event.preventDefault();
    if (!event.repeat || hit.repeats) hit.run();
    return;
  }
  const start = candidates
    .map(({ keys }) => keys.split(' '))
    .find(([first, second]) => first !== undefined && second !== undefined && isKey(first, event));
  if (start?.[0]) pending = { step: start[0], at: event.timeStamp };
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest('[role="combobox"],[role="searchbox"]'))
    return true;
  if (target instanceof HTMLInputElement) {
    return !['checkbox', 'radio', 'button', 'submit', 'reset'].includes(target.type);
  }
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** While something lies over the page, the page's keys must not reach under it. */
function isCovered(): boolean {
  return document.querySelector('dialog[open], [popover]:popover-open') !== null;
}

/** Enter and Space belong to the control that has focus. */
function activates(event: KeyboardEvent): boolean {
  if (event.key !== 'Enter' && event.key !== ' ') return false;
  return (
    event.target instanceof Element &&
    event.target.closest('a[href],button,summary,label,input,[role="button"]') !== null
  );
}
