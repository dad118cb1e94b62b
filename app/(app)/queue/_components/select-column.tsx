'use client';

import { createContext, useContext } from 'react';
import { accountLabel, type QueueRow } from '@/app/(app)/queue/queue-row';
import type { DataTableColumn } from '@/components/table/columns';
import { Checkbox } from '@/components/ui/form-controls';
import { selectColumnLayout } from './queue-layout';

/** The selection of the page's rows, for the checkbox in the header. */
export const PageSelectionContext = createContext<{
  readonly ofPage: 'all' | 'some' | 'none';
  readonly togglePage: () => void;
} | null>(null);

/**
 * The column of checkboxes that select rows for a bulk decision. They are not tab stops: Space and `x`
 * on a row do the same.
 * @param onToggle called with whether Shift was held, which selects a range
 */
export function selectColumn(
  onToggle: (id: string, isRange: boolean) => void,
): DataTableColumn<QueueRow> {
  return {
    ...selectColumnLayout,
    header: <SelectPageCheckbox />,
    cell: (row, { selected }) => (
      // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: it only keeps a click on the checkbox from opening the row.
      <span className="-my-1 flex h-full" onClick={stop} onDoubleClick={stop}>
        <Checkbox
          hideLabel
          label={`Select ${accountLabel(row)}`}
          tabIndex={-1}
          checked={selected}
          onChange={({ nativeEvent }) =>
            onToggle(row.id, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)
          }
          className="-mr-2 -ml-3 h-full flex-1 pl-3 @min-[500px]:-ml-4 @min-[500px]:pl-4"
        />
      </span>
    ),
  };
}

function stop(event: { readonly stopPropagation: () => void }) {
  event.stopPropagation();
}

function SelectPageCheckbox() {
  const selection = useContext(PageSelectionContext);
  return (
    <Checkbox
      hideLabel
      label="Select all rows on this page"
      ref={(input) => {
        if (input) input.indeterminate = selection?.ofPage === 'some';
      }}
      checked={selection?.ofPage === 'all'}
      onChange={() => selection?.togglePage()}
    />
  );
}
