'use client';

import { useLayoutEffect, useRef, useSyncExternalStore } from 'react';
import {
  type KeyBinding,
  registeredKeys,
  registerKeys,
  singleKeysOn,
  subscribeKeys,
} from './key-registry';

const none: readonly KeyBinding[] = [];

/**
 * Puts a component's shortcuts into force while it is mounted. They are ignored while typing,
 * under a dialog or popover, and with other modifiers held.
 */
export function useKeys(bindings: readonly KeyBinding[]): void {
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
      registerKeys(
        latest.current.map((binding, index) => ({
          ...binding,
          run: () => latest.current[index]?.run(),
        })),
      ),
    [shape],
  );
}

/** Every shortcut in force, to be listed. */
export function useRegisteredKeys(): readonly KeyBinding[] {
  return useSyncExternalStore(subscribeKeys, registeredKeys, () => none);
}

/** Whether single-key shortcuts are on. */
export function useSingleKeysOn(): boolean {
  return useSyncExternalStore(subscribeKeys, singleKeysOn, () => true);
}
