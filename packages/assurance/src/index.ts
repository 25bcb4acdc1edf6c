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
export type { Estimated, MadeInterval } from './estimate.ts';
export { auc, compareAuc } from './roc/auc.ts';
export type { Auc, AucComparison, AucOptions } from './roc/auc.ts';
export { rocCurve } from './roc/curve.ts';
export type { RocPoint } from './roc/curve.ts';
export { comparePaired, countPairs, fewestForChiSquare } from './paired/mcnemar.ts';
export type { PairedComparison, PairedCounts } from './paired/mcnemar.ts';
export { compareProportions } from './paired/difference.ts';
export type { ProportionDifference } from './paired/difference.ts';
export { readerAreas } from './reader-study/covariance.ts';
export type { CovarianceMethod, ErrorCovariances, ReaderAreas } from './reader-study/covariance.ts';
export { obuchowskiRockette, readerStudy } from './reader-study/reader-study.ts';
export type {
  Generalisation,
  ModalityDifference,
  ReaderAverage,
  ReaderStudy,
  ReaderStudyOptions,
} from './reader-study/reader-study.ts';
export type { BootstrapOptions } from './bootstrap.ts';
export { squaredDistances } from './overlap/distance-transform.ts';
export type { Emptiness, VoxelGrid } from './overlap/label-map.ts';
export { overlapOf } from './overlap/overlap.ts';
export type { Overlap } from './overlap/overlap.ts';
export { surfaceAgreement } from './overlap/surface.ts';
export type { SurfaceAgreement } from './overlap/surface.ts';
export { meanOverCases } from './over-cases.ts';
export type { MeanOverCases } from './over-cases.ts';
export { lesionDetection } from './lesions/lesion-detection.ts';
export type { LesionDetection } from './lesions/lesion-detection.ts';
export { lesionCase, matchLesions, picaiOverlap } from './lesions/match-lesions.ts';
export type { LesionCase, MatchedCase } from './lesions/match-lesions.ts';
export { envelopeOf, outsideEnvelope } from './acquisition/envelope.ts';
export type {
  Acquisition,
  AcquisitionEnvelope,
  AcquisitionField,
  OutsideEnvelope,
  TestedRange,
} from './acquisition/envelope.ts';
export { garwood, phantomAcceptance } from './acquisition/phantom.ts';
export type { PhantomAcceptance, PhantomCriteria, PhantomFinding, PhantomReadings } from './acquisition/phantom.ts';
