import { mutate } from '../mutation.mjs';

export const measure = async () => mutate('statistics', 0.8);
