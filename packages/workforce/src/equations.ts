import type { Measure } from './measures.ts';

/** The equation of each measure in the symbols of `docs/models/workforce.md`, and in words. `Σ` runs over the cells. */
export const equations: Readonly<Record<Measure, readonly [symbols: string, words: string]>> = {
  headcount: [
    'Σ (N + M)[t] = Σ (N + M)[t−1] + hired + moved in − retired − left − moved out',
    'people in post the year before, with everyone who came and without everyone who went',
  ],
  inPost: [
    'W[t] = Σ (N + M)·w + B·w_B = W[t−1] + hired + returned + moved in − retired − left − moved out ± ageing',
    'whole-time equivalents in post the year before, with what came and went in the year, each at the hours worked at that age',
  ],
  recognisedHeads: [
    'Σ M[t] = Σ M[t−1] + certified − retired − left',
    'experts the year before, with those who gained recognition and without those who went',
  ],
  recognised: [
    'Σ M·w[t] = Σ M·w[t−1] + certified − retired − left ± ageing',
    'experts of the year before in whole-time equivalents, with what came and went',
  ],
  returnedHeads: [
    'Σ B[t] = Σ B[t−1]·(1 − h_B) + ρ·retired',
    'those returned the year before, without those who leave for good, with those who return',
  ],
  looking: [
    'Σ P[t] = (1 − λ)·turned away − past the last age',
    'those turned away in the year before who still look for a place',
  ],
  trainees: [
    'Σ T[t] = Σ T[t−1] + starts − left training − completed',
    'trainees the year before, with those who started and without those who left or completed',
  ],
  posts: [
    'E[t] = E[t−1] + φ·max(0, R[t] − E[t−1]) + dated posts',
    'funded posts the year before, with those funded towards the requirement and those of a dated decision',
  ],
  vacancies: [
    'Σ max(0, E − W)',
    'posts less staff in post, in each part; a part with more staff than posts counts as none vacant',
  ],
  requirement: [
    'R[t] = (R₀·Π(1 + g) + programmes[t])·technology[t]',
    'the requirement at the baseline, grown year by year, with dated programmes, times technology',
  ],
  shortfall: [
    'Σ max(0, R − W)',
    'requirement less staff in post, in each part; a surplus in one part does not cancel a shortfall in another',
  ],
  recognisedRequirement: [
    'Σ R·(recognised share of R₀)',
    'the requirement of the year, times the share of it that is to be recognised experts at the baseline',
  ],
  recognisedShortfall: [
    'Σ max(0, R_M − Σ M·w)',
    'experts required less experts in post, in each part; a surplus in one part does not cancel a shortfall in another',
  ],
  pay: ['Σ W·pay·(1 + on-costs)', 'whole-time equivalents in post, times pay with on-costs'],
  trainingCost: ['Σ T·cost', 'trainees, times what a trainee of the route costs a year'],
  retired: ['Σ (N + M)·h_ret', 'of each age, the share that retires'],
  quit: ['Σ (N + M)·(1 − h_ret)·min(1, h_quit × multiplier)', 'of those who do not retire, the share that leaves'],
  returned: ['ρ·retired', 'the share of those who retire in the step who come back'],
  returnedLeft: ['h_B·B', 'the share of those who came back who leave for good'],
  trainingLeft: ['Σ T·q', 'of all trainees of each route, the share that leaves training'],
  completed: ['Σ T[last year]·(1 − q)', 'trainees of the last year who do not leave in it'],
  notTakenUp: ['Σ completed·(1 − e)', 'of those who complete, the share that does not take up NHS work'],
  startsOffered: ['Σ S[t]', 'places offered on each route'],
  starts: ['Σ min(S, room)', 'places offered, cut by one factor where trainees would exceed what staff can supervise'],
  startsLost: [
    'Σ max(0, S − room), room = max(0, σ·staff after leavers − trainees who go on)',
    'places offered beyond the room that supervision leaves, in each part',
  ],
  movedIntoTraining: [
    'Σ in-service share·starts, at most N at the ages concerned',
    'starters who are to come from a post, less those whom the occupation cannot give',
  ],
  postsFunded: ['Σ φ·max(0, R[t+1] − E)', 'the funded share of what is required next year beyond the posts'],
  postsAdded: ['Σ dated posts', 'posts of a dated decision'],
  places: [
    'V = Σ max(0, E − W) after leaving, training and funding',
    'posts after funding less staff after leavers, in each part',
  ],
  placesExceeded: [
    '0',
    'in the expected course nobody is hired beyond the places; only in single futures may the last person hired exceed them',
  ],
  hiredTrained: [
    'Σ e·completed·min(1, V / available)',
    'completers who take up NHS work, less those who find no place',
  ],
  hiredLooking: ['Σ P·min(1, V / available)', 'those still looking, less those who find no place again'],
  hiredInternational: ['Σ X·min(1, V / available)', 'recruits from overseas, less those who find no place'],
  hiredDirect: ['Σ Y·min(1, V / available)', 'returners and direct entrants, less those who find no place'],
  turnedAway: ['Σ available·(1 − min(1, V / available))', 'everyone who asks for a place, less those hired'],
  stoppedLooking: ['λ·turned away', 'the share of those turned away who stop looking'],
  certified: [
    'Σ min(c·N[a ≥ a_c], κ·M)',
    'those who would gain recognition, less those whom the experts in post cannot assess',
  ],
  transferredIn: ['Σ m·N, limited by the places left', 'those who seek to move in, less those who find no place'],
  transferredOut: ['Σ m·N, limited by the places left', 'those who seek to move out, less those who find no place'],
  agedOut: ['(N + M)[last age]', 'people at the last age that is followed, at the end of the step'],
  lookingAgedOut: ['P[last age]', 'people still looking at the last age that is followed, at the end of the step'],
};
