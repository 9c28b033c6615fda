"""What shops embed: who serves it, a bucket for its versions, and on AWS a CDN before it and before the promise."""

from __future__ import annotations

from functools import cached_property

from aws_cdk import Aws, CfnOutput, Duration
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_cloudfront_origins as origins
from constructs import Construct

from infra.acknowledgements import CDN, acknowledge
from infra.function import Function
from infra.platform import Platform
from infra.released_elements import released

FOREVER = Duration.days(365)
LONGEST_PROMISE = Duration.hours(1)
"""As long as the promise itself lets a cache hold it (functions/promise_api)."""


class Elements(Construct):
    """`/elements/{file}`. The local cloud has no CDN: there, pages load from the API."""

    def __init__(self, scope: Construct, id: str, *, platform: Platform) -> None:
        super().__init__(scope, id)
        self._platform = platform
        bucket = platform.data.elements
        serve = Function(
            self,
            "ElementsApi",
            name="elements_api",
            platform=platform,
            environment={"ELEMENT_BUCKET": bucket.bucket_name},
        )
        bucket.allow(serve, "s3:GetObject", "elements/")
        bucket.allow(serve, "s3:PutObject", "elements/")
        platform.api.route_from(self, ["/elements/{file}"], serve)
        if platform.stage.is_local:
            self._tell(scope, f"{platform.api.address}/elements", platform.api.address)
        else:
            address = f"https://{self._cdn().domain_name}"
            self._tell(scope, address, address)

    def _cdn(self) -> cloudfront.Distribution:
        """It leads to the elements and to the promise, and nowhere else: nothing else of the API may be cached."""
        domain = f"{self._platform.api.http.api_id}.execute-api.{Aws.REGION}.{Aws.URL_SUFFIX}"
        promise = origins.HttpOrigin(domain)
        distribution = cloudfront.Distribution(
            self,
            "Cdn",
            comment=f"Todoku {self._platform.stage.name}: elements and promises",
            http_version=cloudfront.HttpVersion.HTTP2_AND_3,
            default_behavior=self._behavior(
                origins.HttpOrigin(domain, origin_path="/elements"), cache=self._held("Versions", FOREVER)
            ),
            additional_behaviors={
                "/v1/promise": self._behavior(promise, cache=self._held("Promises", LONGEST_PROMISE, by_query=True)),
                "/v1/promise:batch": self._behavior(
                    promise,
                    cache=cloudfront.CachePolicy.CACHING_DISABLED,
                    passes=cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
                    methods=cloudfront.AllowedMethods.ALLOW_ALL,
                ),
            },
        )
        acknowledge(distribution, *CDN)
        return distribution

    def _behavior(
        self,
        origin: cloudfront.IOrigin,
        *,
        cache: cloudfront.ICachePolicy,
        passes: cloudfront.IOriginRequestPolicy | None = None,
        methods: cloudfront.AllowedMethods | None = None,
    ) -> cloudfront.BehaviorOptions:
        return cloudfront.BehaviorOptions(
            origin=origin,
            allowed_methods=methods,
            cache_policy=cache,
            compress=True,
            origin_request_policy=passes,
            response_headers_policy=self._for_every_page,
            viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
        )

    def _held(self, id: str, longest: Duration, *, by_query: bool = False) -> cloudfront.CachePolicy:
        """As long as `Cache-Control` says, and never longer than `longest`; what says nothing is not held."""
        queries = cloudfront.CacheQueryStringBehavior
        return cloudfront.CachePolicy(
            self,
            id,
            min_ttl=Duration.seconds(0),
            default_ttl=Duration.seconds(0),
            max_ttl=longest,
            query_string_behavior=queries.all() if by_query else queries.none(),
            enable_accept_encoding_brotli=True,
            enable_accept_encoding_gzip=True,
        )

    @cached_property
    def _for_every_page(self) -> cloudfront.ResponseHeadersPolicy:
        """Said here: the API says it only to those who name an origin, and what is cached knows of none."""
        return cloudfront.ResponseHeadersPolicy(
            self,
            "EveryPage",
            cors_behavior=cloudfront.ResponseHeadersCorsBehavior(
                access_control_allow_credentials=False,
                access_control_allow_headers=["content-type"],
                access_control_allow_methods=["GET", "HEAD", "POST", "OPTIONS"],
                access_control_allow_origins=["*"],
                origin_override=True,
            ),
        )

    def _tell(self, scope: Construct, elements: str, promise: str) -> None:
        """Outputs of the stack: what `todoku elements` makes its snippets from."""
        CfnOutput(scope, "PromiseUrl", value=promise)
        for element in released():
            name = element.name.title().replace("-", "")
            CfnOutput(scope, f"{name}Element", value=f"{elements}/{element.file} {element.integrity}")
