import { useRouter } from 'next/navigation';
import { type KeyboardEvent, type MouseEvent, useMemo, useRef } from 'react';
import type { ChartRow } from './chart-data';
import { type ChartSpec, isHorizontal } from './chart-spec';

// Recharts handles only left and right, and in horizontal bar charts left means forward.
const verticalKeys: KeyMap = { ArrowDown: 'ArrowRight', ArrowUp: 'ArrowLeft' };
const horizontalKeys: KeyMap = {
  ArrowDown: 'ArrowLeft',
  ArrowUp: 'ArrowRight',
  ArrowRight: 'ArrowLeft',
  ArrowLeft: 'ArrowRight',
};

type KeyMap = Readonly<Record<string, string>>;

/** Moves through a chart's points with the arrow keys and opens the rows behind them with Enter. */
export function useChartKeyboardNavigation(spec: ChartSpec) {
  const router = useRouter();
  const box = useRef<HTMLDivElement>(null);
  const byKeyboard = useRef(false);
  const current = useRef<ChartRow | undefined>(undefined);
  return useMemo(() => {
    const keys = [...spec.values, spec.label];
    const keyMap = isHorizontal(spec) ? horizontalKeys : verticalKeys;

    function open(href: string | undefined, event: MouseEvent | KeyboardEvent) {
      if (!href) return;
      if (event.ctrlKey || event.metaKey) window.open(href, '_blank', 'noopener');
      else router.push(href);
    }

    function onKeyDownCapture(event: KeyboardEvent<HTMLDivElement>) {
      // Ignore the untrusted event that this handler dispatches.
      if (!(event.target instanceof SVGSVGElement) || !event.isTrusted) return;
      byKeyboard.current = true;
      if (event.key === 'Enter') {
        // Keep Recharts from hiding the tooltip.
        event.stopPropagation();
        if (current.current) open(rowHref(current.current, keys), event);
      }
      const key = keyMap[event.key];
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
  }, [spec, router]);
}

export type ChartNavigation = ReturnType<typeof useChartKeyboardNavigation>;

/** The link of a row: that of its first drawn value that has one, else of its name. */
function rowHref(row: ChartRow, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const href = row.hrefs?.[key];
    if (href) return href;
  }
  return undefined;
}
