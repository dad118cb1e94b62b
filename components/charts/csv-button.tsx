'use client';

import { Button } from '@/components/ui/button';
import { VisuallyHidden } from '@/components/ui/visually-hidden';
import type { ChartData } from './chart-data';
import { csvOf } from './csv';

/** Saves a figure's data as `<file>.csv`; see `csvOf` for what is in it. */
export function CsvButton({
  data,
  file,
  question,
}: {
  readonly data: ChartData;
  readonly file: string;
  readonly question: string;
}) {
  return (
    <Button size="sm" title="Download the figures" onClick={() => save(csvOf(data), `${file}.csv`)}>
      CSV<VisuallyHidden> of “{question}”</VisuallyHidden>
    </Button>
  );
}

function save(text: string, name: string) {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has begun by then; revoking at once cancels it in some browsers.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
