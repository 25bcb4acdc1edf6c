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
export { analyses, analysisVersion, findAnalysis } from './study/analyses.ts';
export type { Analysis, Curve, MetricResult, Setting, StudyComparison, StudyEstimate } from './study/analysis.ts';
export { canonicalJson, hashOf } from './study/canonical.ts';
export { isMet, judge } from './study/criterion.ts';
export type { Judged } from './study/criterion.ts';
export {
  changedSinceLock,
  differencesOf,
  lockProtocol,
  protocolHash,
  protocolLockSchema,
  readProtocolLock,
} from './study/lock.ts';
export type { Difference, ProtocolLock } from './study/lock.ts';
export { namedFiles, readProtocol } from './study/protocol.ts';
export { protocolSchema } from './study/protocol-schema.ts';
export type { Criterion, Protocol } from './study/protocol-schema.ts';
export { recompute } from './study/recompute.ts';
export type { Recomputed } from './study/recompute.ts';
export { studyDocument } from './study/report-document.ts';
export { studyReportSchema } from './study/report-schema.ts';
export type { StudyEndpoint, StudyReport } from './study/report-schema.ts';
export { compareStudy, comparisonReportSchema, sayComparison } from './study/compare-study.ts';
export type { ComparisonReport } from './study/compare-study.ts';
export { runStudy, studyJson } from './study/run-study.ts';
export type { StudyProgress } from './study/run-study.ts';
export {
  acquisitionTable,
  endpointTable,
  flowTable,
  sayCounts,
  sayFlow,
  sayVerdict,
  subgroupTable,
} from './study/say.ts';
export type { CaseList, Strata } from './study/case-list.ts';
export { readStudyData } from './study/study-data.ts';
export type { BinaryCases, Cases, DetectionCases, MeasuredCases, Scores, StudyData } from './study/study-data.ts';
export type { LabelMapCases, MapAgreement } from './study/map-cases.ts';
export type { LesionCases } from './study/lesion-cases.ts';
export type { PhantomCases } from './study/phantom-cases.ts';
export type { ReaderCases } from './study/reader-cases.ts';
export type { RepeatedCases } from './study/repeated-cases.ts';
export { readMeasurementReport } from './study/dicom-report.ts';
export type { ReportedMeasurement } from './study/dicom-report.ts';
export { readCandidateMap, readLabelMap } from './study/label-map-file.ts';
export type { LabelMap } from './study/label-map.ts';
export { filesOf } from './study/study-files.ts';
export type { StudyFiles, UsedFile } from './study/study-files.ts';
export type { StudyLevel, StudySubgroup } from './study/subgroups.ts';
export type { Estimated, MadeInterval } from './estimate.ts';
export { auc, compareAuc } from './roc/auc.ts';
export type { Auc, AucComparison, AucOptions } from './roc/auc.ts';
export { rocCurve } from './roc/curve.ts';
export type { RocPoint } from './roc/curve.ts';
export { comparePaired, countPairs, fewestForChiSquare } from './paired/mcnemar.ts';
export type { PairedComparison, PairedCounts } from './paired/mcnemar.ts';
export { bootstrapDifference } from './paired/bootstrap-difference.ts';
export { compareMeans } from './paired/mean-difference.ts';
export type { MeanDifference } from './paired/mean-difference.ts';
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

// Measurement, calibration and drift.
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
export { driftReport } from './drift/drift-report.ts';
export type { DriftColumns, DriftOfColumn, DriftReport } from './drift/drift-report.ts';
export { categoryDrift } from './drift/categories.ts';
export type { CategoryDrift } from './drift/categories.ts';
export { squaredDistances } from './overlap/distance-transform.ts';
export type { Emptiness, VoxelGrid } from './overlap/label-map.ts';
export { overlapOf } from './overlap/overlap.ts';
export type { Overlap } from './overlap/overlap.ts';
export { surfaceAgreement } from './overlap/surface.ts';
export type { SurfaceAgreement } from './overlap/surface.ts';
export { meanOverCases } from './over-cases.ts';
export type { MeanOverCases } from './over-cases.ts';
export { compareLesions, lesionDetection } from './lesions/lesion-detection.ts';
export type { LesionComparison, LesionDetection } from './lesions/lesion-detection.ts';
export { lesionCase, matchLesions, picaiOverlap } from './lesions/match-lesions.ts';
export type { LesionCase, MatchedCase } from './lesions/match-lesions.ts';
export { acquisitionStrata, outsideEnvelope } from './acquisition/envelope.ts';
export type { Acquired, Acquisition, AcquisitionStratum, OutsideEnvelope } from './acquisition/envelope.ts';
export { garwood, phantomAcceptance } from './acquisition/phantom.ts';
export type { PhantomAcceptance, PhantomCriteria, PhantomFinding, PhantomReadings } from './acquisition/phantom.ts';
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
export { sampleSize, studyDesigns } from './design/plan.ts';
export type { StudyDesign } from './design/plan.ts';
export type { Aim, SampleSize } from './design/sample-size.ts';
export { agreementSize } from './design/agreement.ts';
export type { AgreementPlan } from './design/agreement.ts';
export { calibrationSize } from './design/calibration.ts';
export type { CalibrationPlan } from './design/calibration.ts';
export { aucSize, pairedSize } from './design/comparisons.ts';
export type { AucPlan, PairedPlan } from './design/comparisons.ts';
export { frocSize } from './design/froc.ts';
export type { FrocPlan } from './design/froc.ts';
export { groupsSize } from './design/groups.ts';
export type { GroupsPlan } from './design/groups.ts';
export { meanSize, netBenefitSize } from './design/mean.ts';
export type { MeanPlan, NetBenefitPlan } from './design/mean.ts';
export { proportionSize } from './design/proportion.ts';
export type { ProportionPlan } from './design/proportion.ts';
export { readerStudySize } from './design/reader-study.ts';
export type { ReaderPlan } from './design/reader-study.ts';
export { intraclassSize, repeatabilitySize } from './design/repeatability.ts';
export type { IntraclassPlan, RepeatabilityPlan } from './design/repeatability.ts';
