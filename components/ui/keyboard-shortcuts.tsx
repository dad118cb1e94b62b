'use client';

import { useLayoutEffect, useRef, useSyncExternalStore } from 'react';
import { Kbd } from './button';
import { hasCommandModifier, matchesKey } from './key-match';

/** A keyboard shortcut. */
export interface KeyBinding {
  /** One step (`a`, `Shift+x`, `Mod+k`) or two separated by a space (`g q`). `Mod` is Ctrl or Cmd. */
  readonly keys: string;
  readonly label: string;
  readonly group?: string;
  readonly run: () => void;
  /** Whether holding the key repeats it: for navigation, never for decisions. */
  readonly repeats?: boolean;
  /** False disables the shortcut but keeps it listed. */
  readonly enabled?: boolean;
}

const SEQUENCE_TIMEOUT_MS = 1_200;
const STORAGE_KEY = 'single-key-shortcuts';

let bindingSets: readonly (readonly KeyBinding[])[] = [];
let allBindings: readonly KeyBinding[] = [];
let pending: { readonly step: string; readonly at: number } | undefined;
const listeners = new Set<() => void>();

/** Registers shortcuts, which take precedence over earlier ones. Returns a function that removes them. */
function registerShortcuts(bindings: readonly KeyBinding[]): () => void {
  if (bindingSets.length === 0) document.addEventListener('keydown', onKeyDown);
  setBindings([bindings, ...bindingSets]);
  return () => {
    setBindings(bindingSets.filter((set) => set !== bindings));
    if (bindingSets.length === 0) document.removeEventListener('keydown', onKeyDown);
  };
}

/** All registered shortcuts. */
export function registeredShortcuts(): readonly KeyBinding[] {
  return allBindings;
}

function subscribeToShortcuts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether shortcuts without Ctrl or Cmd work. Speech input can trigger them, so they can be disabled. */
function singleKeyShortcutsEnabled(): boolean {
  return window.localStorage.getItem(STORAGE_KEY) !== 'off';
}

export function setSingleKeyShortcuts(on: boolean): void {
  window.localStorage.setItem(STORAGE_KEY, on ? 'on' : 'off');
  for (const listener of listeners) listener();
}

function setBindings(next: typeof bindingSets) {
  bindingSets = next;
  allBindings = next.flat();
  for (const listener of listeners) listener();
}

function onKeyDown(event: KeyboardEvent) {
  if (event.defaultPrevented || event.isComposing) return;
  const commandOnly = isTyping(event.target) || hasOpenOverlay() || !singleKeyShortcutsEnabled();
  const candidates = allBindings.filter(
    (binding) => binding.enabled !== false && (!commandOnly || hasCommandModifier(binding.keys)),
  );
  const previousStep =
    pending && event.timeStamp - pending.at < SEQUENCE_TIMEOUT_MS ? pending.step : undefined;
  pending = undefined;
  const match = candidates.find((binding) => {
    const steps = binding.keys.split(' ');
    const last = steps[steps.length - 1] ?? '';
    return (
      (steps.length === 1 ? previousStep === undefined : steps[0] === previousStep) &&
      matchesKey(last, event)
    );
  });
  if (match) {
    if (activatesFocusedControl(event)) return;
    event.preventDefault();
    if (!event.repeat || match.repeats) match.run();
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

/** Whether a dialog or popover covers the page, which disables the page's shortcuts. */
function hasOpenOverlay(): boolean {
  const overlays = 'dialog[open], [popover]:popover-open:not([role="tooltip"])';
  return document.querySelector(overlays) !== null;
}

/** Whether the key would activate the focused control. */
function activatesFocusedControl(event: KeyboardEvent): boolean {
  if (event.key !== 'Enter' && event.key !== ' ') return false;
  return (
    event.target instanceof Element &&
    event.target.closest('a[href],button,summary,label,input,[role="button"]') !== null
  );
}

const noBindings: readonly KeyBinding[] = [];

/**
 * Registers shortcuts while the component is mounted. They are ignored while typing, under a dialog
 * or popover, and with other modifiers held.
 */
export function useKeyboardShortcuts(bindings: readonly KeyBinding[]): void {
  const latest = useRef(bindings);
  // Layout effects, so that keys always match what is on the screen.
  useLayoutEffect(() => {
    latest.current = bindings;
  });
  const shape = bindings
    .map(({ keys, label, group, repeats, enabled }) =>
      [keys, label, group, repeats, enabled].join('\u0001'),
    )
    .join('\u0002');
  // biome-ignore lint/correctness/useExhaustiveDependencies: `shape` identifies the bindings; their `run` is read from the ref.
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

/** All registered shortcuts, as state. */
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

/** The keys of a shortcut, with the platform's modifier. */
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
