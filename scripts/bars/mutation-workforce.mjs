import { mutate } from '../mutation.mjs';

export const measure = async () => mutate('workforce', 0.8);
