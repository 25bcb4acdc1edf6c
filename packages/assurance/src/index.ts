export { clopperPearson, wilson } from './proportion.ts';
export type { Interval } from './proportion.ts';
export { answerClaim, anyTrials, boundsFault, figuresOf, proportionOf, scaleFault } from './claims/answer.ts';
export type { ClaimAnswer, ClaimStatus, TrialsAllowed } from './claims/answer.ts';
export type { Claim, ClaimCard, ClaimSection } from './claims/claim.ts';
export type { Finding, FindingKind } from './claims/finding.ts';
export { intervalMethod, intervalMethods } from './claims/interval-method.ts';
export type { IntervalMethod, IntervalMethodId } from './claims/interval-method.ts';
export { measureOf } from './claims/measure.ts';
export type { Measure } from './claims/measure.ts';
export { readPrinted, roundsTo, successesFor } from './claims/printed.ts';
export type { PrintedNumber } from './claims/printed.ts';
export { readModelCard } from './claims/read-card.ts';
export type { ClaimsRead } from './claims/read-card.ts';
export { claimColumns, claimsTemplate, readClaims } from './claims/read-claims.ts';
export type { ClaimColumn } from './claims/read-claims.ts';
export { mostMatches, mostTrials, nearestCounts, recoverCounts } from './claims/recover.ts';
export type { PrintedProportion, RecoveredCounts, Search } from './claims/recover.ts';
export { claimsVersion, reviewCard, summariseReviews } from './claims/review.ts';
export type { CardReview, ReviewSummary, SectionReview } from './claims/review.ts';
export { claimsReport, printedText } from './claims/report.ts';
export type { ClaimsReport, ReportedClaim } from './claims/report.ts';
export { luna16MostMarks, matchMarks } from './froc/detection.ts';
export type {
  DetectionFlow,
  DetectionMark,
  Detections,
  DetectionStudy,
  Located,
  ReferenceFinding,
} from './froc/detection.ts';
export { cpmOf, frocCurve, luna16Rates } from './froc/froc.ts';
export type { Cpm, FrocOptions, FrocPoint, FrocSensitivity } from './froc/froc.ts';
export { readDetectionStudy } from './froc/read-detection.ts';
export type { DetectionFiles } from './froc/read-detection.ts';
export { cpmMetric, frocReport } from './froc/report.ts';
export type { FrocReport } from './froc/report.ts';

// Measurement, calibration and drift.
export type { Estimated, MadeInterval } from './estimate.ts';
export type { BootstrapOptions } from './bootstrap.ts';
export type { LevelOption, Measured } from './measured.ts';
export type { Replicates } from './within-subjects.ts';
export { blandAltman } from './agreement/bland-altman.ts';
export type { AgreementOptions, BlandAltman } from './agreement/bland-altman.ts';
export { concordance } from './agreement/concordance.ts';
export type { Concordance } from './agreement/concordance.ts';
export { intraclass } from './agreement/intraclass.ts';
export type { Intraclass, IntraclassOptions } from './agreement/intraclass.ts';
export { repeatedPairs, repeatedValues } from './agreement/repeated.ts';
export type { RepeatedAgreement } from './agreement/repeated.ts';
export { repeatability } from './repeatability/repeatability.ts';
export type { RelativeRepeatability, Repeatability } from './repeatability/repeatability.ts';
export { equivalentDiameter, growthThreshold, volumeChange } from './volumetry/volumetry.ts';
export type { VolumeChange } from './volumetry/volumetry.ts';
export type { Predictions } from './calibration/predictions.ts';
export { calibrationError } from './calibration/calibration-error.ts';
export type { CalibrationBin, CalibrationError, CalibrationErrorOptions } from './calibration/calibration-error.ts';
export { recalibration } from './calibration/recalibration.ts';
export type { Recalibration } from './calibration/recalibration.ts';
export { brierScore, logLoss, observedExpected } from './calibration/scores.ts';
export { decisionCurve } from './utility/net-benefit.ts';
export type { NetBenefit } from './utility/net-benefit.ts';
export { bySubgroup, differenceOf } from './subgroup/subgroup.ts';
export type { Subgroup, SubgroupLevel, SubgroupOptions } from './subgroup/subgroup.ts';
export { kolmogorovSmirnov, wasserstein } from './drift/distance.ts';
export type { KolmogorovSmirnov, Wasserstein } from './drift/distance.ts';
export { stabilityIndex } from './drift/stability-index.ts';
export type { StabilityBin, StabilityIndex } from './drift/stability-index.ts';
export { categoryDrift } from './drift/categories.ts';
export type { CategoryDrift } from './drift/categories.ts';
export { cusumOf, designCusum } from './surveillance/cusum.ts';
export type { CusumChart, CusumDesign, CusumGoal, CusumSignal } from './surveillance/cusum.ts';
export { meanRunLength } from './surveillance/run-length.ts';
export type { Lattice } from './surveillance/run-length.ts';
export { sequentialTest } from './surveillance/sequential-test.ts';
export type { SequentialGoal, SequentialTest } from './surveillance/sequential-test.ts';
export { eventRate } from './surveillance/rate.ts';
export type { EventRate } from './surveillance/rate.ts';
export { reportingRatio } from './surveillance/reporting-ratio.ts';
export type { ReportCounts, ReportingRatio } from './surveillance/reporting-ratio.ts';
export { readOutcomes } from './surveillance/read-outcomes.ts';
export type { OutcomeStream } from './surveillance/read-outcomes.ts';
export { readReports } from './surveillance/read-reports.ts';
export type { ReportColumns, ReportedPair, ReportsRead } from './surveillance/read-reports.ts';
export { watchStreams } from './surveillance/watch.ts';
export type { Watched, WatchedCase, WatchedStream } from './surveillance/watch.ts';
