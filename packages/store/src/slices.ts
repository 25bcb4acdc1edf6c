/** The first places of the slices that grow, and the size of those after them. */
const smallest = 4096;
const growing = 5;
const largest = 65_536;
const grown = smallest * (2 ** growing - 1);

/**
 * Tells in which slice a place is. Records of a register have places 0, 1, 2… in the order in which they came onto it, and
 * slices take them in that order: 4,096 places, then 8,192, and so on up to 65,536, of which there are as many as it needs.
 *
 * A search goes from slice to slice until it has enough. So what many records have is found in the first, small slices, and
 * what few have by a look into each of few.
 */
export const sliceOf = (place: number): number =>
  place < grown
    ? Math.floor(Math.log2(Math.floor(place / smallest) + 1))
    : growing + Math.floor((place - grown) / largest);

/** The same as {@link sliceOf} in the database. */
export const sliceFunction = `create function record_slice(place bigint) returns integer language sql immutable return
  case ${Array.from({ length: growing }, (_, slice) => `when place < ${smallest * (2 ** (slice + 1) - 1)} then ${slice}`).join(' ')}
  else ${growing} + ((place - ${grown}) / ${largest})::integer end`;

/** The first place of a slice, and how many it has, in the database. */
export const sliceBounds = [
  `create function slice_start(slice integer) returns bigint language sql immutable return
    case when slice <= ${growing} then ${smallest} * ((1 << slice) - 1)::bigint
    else ${grown} + (slice - ${growing})::bigint * ${largest} end`,
  `create function slice_size(slice integer) returns integer language sql immutable return
    case when slice < ${growing} then ${smallest} << slice else ${largest} end`,
] as const;
