/** A value after a round trip through JSON: dates are strings. */
export type Serialized<Value> = Value extends Date
  ? string
  : Value extends readonly (infer Item)[]
    ? readonly Serialized<Item>[]
    : Value extends object
      ? { readonly [Key in keyof Value]: Serialized<Value[Key]> }
      : Value;
