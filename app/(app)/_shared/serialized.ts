/** A value after a round trip through JSON: dates are strings. */
export type Serialized<Value> = Value extends Date
  ? string
  : Value extends readonly (infer Item)[]
    ? readonly Serialized<Item>[]
    : Value extends object
      ? { readonly [Key in keyof Value]: Serialized<Value[Key]> }
      : Value;

/** A value as the browser receives it, for a client component that also renders API responses. */
export function toSerialized<Value>(value: Value): Serialized<Value> {
  return JSON.parse(JSON.stringify(value)) as Serialized<Value>;
}
