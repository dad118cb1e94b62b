'use client';

import { useState } from 'react';
import { classNames } from '@/components/ui/class-names';
import { Dialog } from '@/components/ui/dialog';
import { controlClass, type FieldControl } from '@/components/ui/form-controls';
import { SearchIcon } from '@/components/ui/icons';
import { AccountSearch } from './account-search';

export interface ChosenAccount {
  readonly id: string;
  readonly name: string;
}

/** Shows the chosen account and opens a search for another. */
export function AccountPicker({
  control,
  chosen,
  onChoose,
}: {
  readonly control: FieldControl;
  readonly chosen: ChosenAccount | undefined;
  readonly onChoose: (account: ChosenAccount) => void;
}) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        {...control}
        type="button"
        aria-haspopup="dialog"
        aria-label={chosen ? `Account: ${chosen.name}. Choose another` : 'Choose an account'}
        onClick={() => setOpen(true)}
        className={classNames(controlClass, 'flex h-9 items-center gap-2 text-left')}
      >
        <SearchIcon className="text-ink-faint" />
        <span className={classNames('min-w-0 truncate', !chosen && 'text-ink-faint')}>
          {chosen ? `${chosen.name} (${chosen.id})` : 'Choose an account…'}
        </span>
      </button>
      <Dialog open={open} onClose={() => setOpen(false)} title="Choose an account" bare>
        <AccountSearch
          onChoose={(account) => {
            setOpen(false);
            onChoose(account);
          }}
        />
      </Dialog>
    </>
  );
}
