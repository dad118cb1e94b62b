import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';

/** The width in CSS pixels of a chart on portrait Letter and A4 paper, inside its card. */
const PAPER_WIDTH = 640;

interface ChartSize {
  readonly responsive: boolean;
  readonly width?: number;
  readonly height?: number;
}

/**
 * The size of a chart that draws its own text: its container's, or the paper's while printing. The
 * browser does not measure for print, so a wide chart's text would shrink with it.
 */
export function useChartSize(height: number): ChartSize {
  const [isPrinting, setPrinting] = useState(false);
  useEffect(() => {
    const start = () => flushSync(() => setPrinting(true));
    const end = () => setPrinting(false);
    window.addEventListener('beforeprint', start);
    window.addEventListener('afterprint', end);
    return () => {
      window.removeEventListener('beforeprint', start);
      window.removeEventListener('afterprint', end);
    };
  }, []);
  return isPrinting ? { responsive: false, width: PAPER_WIDTH, height } : { responsive: true };
}
