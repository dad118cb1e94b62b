import { useRouter } from 'next/navigation';
import { type KeyboardEvent, type MouseEvent, useMemo, useRef } from 'react';
import type { ChartRow } from './chart-data';
import { type ChartSpec, isHorizontal } from './chart-spec';

// Recharts knows only left and right, and for lying bars takes the first to mean forwards.
const verticalKeys: KeyMap = { ArrowDown: 'ArrowRight', ArrowUp: 'ArrowLeft' };
const horizontalKeys: KeyMap = {
  ArrowDown: 'ArrowLeft',
  ArrowUp: 'ArrowRight',
  ArrowRight: 'ArrowLeft',
  ArrowLeft: 'ArrowRight',
};

type KeyMap = Readonly<Record<string, string>>;

/** How a chart is moved through and left by its points. */
export function useChartKeyboardNavigation(mark: ChartSpec) {
  const router = useRouter();
  const box = useRef<HTMLDivElement>(null);
  const byKeyboard = useRef(false);
  const current = useRef<ChartRow | undefined>(undefined);
  return useMemo(() => {
    const keys = [...mark.values, mark.label];
    const turned = isHorizontal(mark) ? horizontalKeys : verticalKeys;

    function open(href: string | undefined, event: MouseEvent | KeyboardEvent) {
      if (!href) return;
      if (event.ctrlKey || event.metaKey) window.open(href, '_blank', 'noopener');
      else router.push(href);
    }

    function onKeyDownCapture(event: KeyboardEvent<HTMLDivElement>) {
      // What this very function sends on is not turned again.
      if (!(event.target instanceof SVGSVGElement) || !event.isTrusted) return;
      byKeyboard.current = true;
      if (event.key === 'Enter') {
        // Recharts would hide the tooltip instead.
        event.stopPropagation();
        if (current.current) open(rowHref(current.current, keys), event);
      }
      const key = turned[event.key];
      if (key) {
        event.stopPropagation();
        event.target.dispatchEvent(new window.KeyboardEvent('keydown', { key, bubbles: true }));
      }
      if (event.key.startsWith('Arrow')) event.preventDefault();
    }

    return {
      box,
      byKeyboard,
      current,
      open,
      handlers: {
        onKeyDownCapture,
        onFocusCapture: () => {
          byKeyboard.current = true;
        },
        onPointerMove: () => {
          byKeyboard.current = false;
        },
        onPointerDownCapture: () => {
          byKeyboard.current = false;
        },
      },
    };
  }, [mark, router]);
}

/** The way through a chart's points that `usePoints` gives. */
export type ChartNavigation = ReturnType<typeof useChartKeyboardNavigation>;

/** Where the row behind a point is: of its first drawn figure that has one, else of its name. */
function rowHref(row: ChartRow, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const href = row.hrefs?.[key];
    if (href) return href;
  }
  return undefined;
}
