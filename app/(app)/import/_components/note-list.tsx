/** Notes about an imported file. */
export function NoteList({ notes }: { readonly notes: readonly string[] }) {
  return (
    <ul aria-label="Notes" className="flex list-disc flex-col gap-1.5 pl-5">
      {notes.map((note) => (
        <li key={note} className="wrap-anywhere">
          {note}
        </li>
      ))}
    </ul>
  );
}
