'use client';

import { type ReactNode, useState } from 'react';
import type { ChartData } from './chart-data';
import { CsvButton } from './csv-button';
import { FigureEmpty, FigureFrame, type FigureWords } from './figure-frame';
import { FigureTable } from './figure-table';
import { type View, ViewSwitch } from './view-switch';

/** What a figure is given besides how it is drawn. */
export interface FigureProps extends FigureWords {
  /** The name of the download, without its ending. */
  readonly file: string;
  /** What is said where there are no rows. */
  readonly empty?: ReactNode;
}

/** A figure that is drawn or, at the reader's choice, a table of the same data; and its download. */
export function FigureViews({
  data,
  table = data,
  drawn = data.rows.length > 0,
  file,
  empty,
  children,
  ...words
}: FigureProps & {
  readonly data: ChartData;
  /** What the table shows where it is written in another way than the download. */
  readonly table?: ChartData | undefined;
  /** Whether there is anything to draw. */
  readonly drawn?: boolean | undefined;
  readonly children: ReactNode;
}) {
  const [view, setView] = useState<View>('chart');
  if (!drawn) {
    return (
      <FigureFrame {...words}>
        <FigureEmpty>{empty}</FigureEmpty>
      </FigureFrame>
    );
  }
  return (
    <FigureFrame
      {...words}
      aside={
        <>
          <ViewSwitch view={view} onChange={setView} />
          <CsvButton data={data} file={file} question={words.question} />
        </>
      }
    >
      {view === 'chart' ? (
        <div className="px-4 pb-4">{children}</div>
      ) : (
        <FigureTable data={table} label={`Table: ${words.question}`} />
      )}
    </FigureFrame>
  );
}
