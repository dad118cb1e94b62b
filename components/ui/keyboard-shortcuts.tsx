'use client';

import { useLayoutEffect, useRef, useSyncExternalStore } from 'react';
import { Kbd } from './button';
import { hasCommandModifier, matchesKey } from './key-match';

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

const SEQUENCE_TIMEOUT_MS = 1_200;
const STORAGE_KEY = 'single-key-shortcuts';

let sets: readonly (readonly KeyBinding[])[] = [];
let listed: readonly KeyBinding[] = [];
let pending: { readonly step: string; readonly at: number } | undefined;
const listeners = new Set<() => void>();

/** Puts shortcuts into force, the newest set first; answers how to take them back. */
function registerShortcuts(bindings: readonly KeyBinding[]): () => void {
  if (sets.length === 0) document.addEventListener('keydown', onKeyDown);
  setBindings([bindings, ...sets]);
  return () => {
    setBindings(sets.filter((set) => set !== bindings));
    if (sets.length === 0) document.removeEventListener('keydown', onKeyDown);
  };
}

/** Every shortcut in force. */
export function registeredShortcuts(): readonly KeyBinding[] {
  return listed;
}

function subscribeToShortcuts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether keys without Ctrl or Cmd work; people who speak to their computer switch them off. */
function singleKeyShortcutsEnabled(): boolean {
  return window.localStorage.getItem(STORAGE_KEY) !== 'off';
}

export function setSingleKeyShortcuts(on: boolean): void {
  window.localStorage.setItem(STORAGE_KEY, on ? 'on' : 'off');
  for (const listener of listeners) listener();
}

function setBindings(next: typeof sets) {
  sets = next;
  listed = sets.flat();
  for (const listener of listeners) listener();
}

function onKeyDown(event: KeyboardEvent) {
  if (event.defaultPrevented || event.isComposing) return;
  const quiet = isTyping(event.target) || hasOpenOverlay() || !singleKeyShortcutsEnabled();
  const candidates = listed.filter(
    (binding) => binding.enabled !== false && (!quiet || hasCommandModifier(binding.keys)),
  );
  const before =
    pending && event.timeStamp - pending.at < SEQUENCE_TIMEOUT_MS ? pending.step : undefined;
  pending = undefined;
  const hit = candidates.find((binding) => {
    const steps = binding.keys.split(' ');
    const last = steps[steps.length - 1] ?? '';
    return (
      (steps.length === 1 ? before === undefined : steps[0] === before) && matchesKey(last, event)
    );
  });
  if (hit) {
    if (activatesFocusedControl(event)) return;
    event.preventDefault();
    if (!event.repeat || hit.repeats) hit.run();
    return;
  }
  const start = candidates
    .map(({ keys }) => keys.split(' '))
    .find(
      ([first, second]) => first !== undefined && second !== undefined && matchesKey(first, event),
    );
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
function hasOpenOverlay(): boolean {
  return document.querySelector('dialog[open], [popover]:popover-open') !== null;
}

/** Enter and Space belong to the control that has focus. */
function activatesFocusedControl(event: KeyboardEvent): boolean {
  if (event.key !== 'Enter' && event.key !== ' ') return false;
  return (
    event.target instanceof Element &&
    event.target.closest('a[href],button,summary,label,input,[role="button"]') !== null
  );
}

const noBindings: readonly KeyBinding[] = [];

/**
 * Puts a component's shortcuts into force while it is mounted. They are ignored while typing,
 * under a dialog or popover, and with other modifiers held.
 */
export function useKeyboardShortcuts(bindings: readonly KeyBinding[]): void {
  const latest = useRef(bindings);
  // Layout effects: a key means what is on the screen, from the moment on at which it is there.
  useLayoutEffect(() => {
    latest.current = bindings;
  });
  const shape = bindings
    .map(({ keys, label, group, repeats, enabled }) =>
      [keys, label, group, repeats, enabled].join('\u0001'),
    )
    .join('\u0002');
  // biome-ignore lint/correctness/useExhaustiveDependencies: `shape` stands for the bindings; what they run is read late.
  useLayoutEffect(
    () =>
      registerShortcuts(
        latest.current.map((binding, index) => ({
          ...binding,
          run: () => latest.current[index]?.run(),
        })),
      ),
    [shape],
  );
}

/** Every shortcut in force, to be listed. */
export function useRegisteredShortcuts(): readonly KeyBinding[] {
  return useSyncExternalStore(subscribeToShortcuts, registeredShortcuts, () => noBindings);
}

/** Whether single-key shortcuts are on. */
export function useSingleKeyShortcutsEnabled(): boolean {
  return useSyncExternalStore(subscribeToShortcuts, singleKeyShortcutsEnabled, () => true);
}

const keyLabels: Record<string, string> = {
  Escape: 'Esc',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Shift: '⇧',
};

/** A shortcut drawn as keys: `g q` as two, `Mod+k` with the platform's own modifier. */
export function ShortcutKeys({ keys, hint }: { readonly keys: string; readonly hint?: boolean }) {
  const modifier = useModifier();
  return (
    <span className="inline-flex items-center gap-1">
      {keys.split(/[ +]/).map((key) => (
        <Kbd key={key} hint={hint ?? false}>
          {key === 'Mod'
            ? modifier
            : (keyLabels[key] ?? (key.length === 1 ? key.toUpperCase() : key))}
        </Kbd>
      ))}
    </span>
  );
}

function useModifier(): string {
  return useSyncExternalStore(
    () => () => {},
    () => (/Mac|iPhone|iPad/.test(navigator.platform) ? '⌘' : 'Ctrl'),
    () => 'Ctrl',
  );
}
