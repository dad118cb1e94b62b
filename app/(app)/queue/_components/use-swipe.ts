'use client';

import { type PointerEvent, useRef } from 'react';

const MIN_DISTANCE_PX = 64;
/** A swipe moves at least this many times as far sideways as up or down. */
const MIN_SLOPE = 2;
/** How far the content follows the finger. */
const MAX_OFFSET_PX = 48;

interface Touch {
  readonly pointerId: number;
  readonly x: number;
  readonly y: number;
}

/**
 * Handlers for an element on which a horizontal swipe of one finger shows the next or previous item.
 * The element needs `touch-action: pan-y`, so that the browser scrolls it vertically and cancels the
 * swipe. Text being selected and content that scrolls sideways are left alone.
 */
export function useSwipe(onSwipe: (by: 1 | -1) => void) {
  const touch = useRef<Touch | null>(null);

  function end(element: HTMLElement) {
    touch.current = null;
    element.style.translate = '';
  }

  return {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      const { pointerType, isPrimary, pointerId, clientX, clientY, target, currentTarget } = event;
      // A second finger starts a zoom.
      if (!isPrimary) return end(currentTarget);
      if (pointerType !== 'touch' || scrollsSideways(target, currentTarget)) return;
      touch.current = { pointerId, x: clientX, y: clientY };
    },
    onPointerMove({ pointerId, clientX, currentTarget }: PointerEvent<HTMLElement>) {
      if (touch.current?.pointerId !== pointerId || isSelectingText()) return;
      if (window.matchMedia('(prefers-reduced-motion: reduce)').matches) return;
      const distance = clientX - touch.current.x;
      const offset = Math.sign(distance) * Math.min(MAX_OFFSET_PX, Math.abs(distance) / 3);
      currentTarget.style.translate = `${offset}px`;
    },
    onPointerUp({ pointerId, clientX, clientY, currentTarget }: PointerEvent<HTMLElement>) {
      const started = touch.current;
      if (started?.pointerId !== pointerId) return;
      end(currentTarget);
      const across = clientX - started.x;
      const isSwipe =
        Math.abs(across) >= MIN_DISTANCE_PX &&
        Math.abs(across) >= MIN_SLOPE * Math.abs(clientY - started.y);
      if (isSwipe && !isSelectingText()) onSwipe(across < 0 ? 1 : -1);
    },
    onPointerCancel: ({ currentTarget }: PointerEvent<HTMLElement>) => end(currentTarget),
  };
}

function isSelectingText(): boolean {
  return window.getSelection()?.isCollapsed === false;
}

/** Whether something between the touched element and the swiped one scrolls or drags sideways. */
function scrollsSideways(target: EventTarget, swiped: Element): boolean {
  let element = target instanceof Element ? target : null;
  while (element && element !== swiped) {
    if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) return true;
    const { overflowX } = getComputedStyle(element);
    const isScroller = overflowX === 'auto' || overflowX === 'scroll';
    if (isScroller && element.scrollWidth > element.clientWidth) return true;
    element = element.parentElement;
  }
  return false;
}
