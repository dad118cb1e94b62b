'use client';

import { createContext, type ReactNode, useContext } from 'react';

/** What the files downloaded from a page's charts say about their data. */
interface ExportDescription {
  /** The end of each file's name, such as its period. */
  readonly suffix: string;
  /** The first lines of each file, such as its period and time zone. */
  readonly lines: readonly (readonly string[])[];
}

const ExportContext = createContext<ExportDescription>({ suffix: '', lines: [] });

/** Describes the data of the charts inside, for their downloads. */
export function ChartExports({
  children,
  ...description
}: ExportDescription & { readonly children: ReactNode }) {
  return <ExportContext value={description}>{children}</ExportContext>;
}

/** The description of the files downloaded here; empty outside of `ChartExports`. */
export function useExportDescription(): ExportDescription {
  return useContext(ExportContext);
}
