/** Returns the list with the item at `from` moved by one place, or the same list at its end. */
export const moved = <Item>(list: readonly Item[], from: number, direction: 'earlier' | 'later'): readonly Item[] => {
  const to = direction === 'earlier' ? from - 1 : from + 1
  const item = list[from]
  const other = list[to]
  if (item === undefined || other === undefined) return list
  return list.map((one, index) => (index === from ? other : index === to ? item : one))
}
